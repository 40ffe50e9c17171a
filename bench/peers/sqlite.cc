// SQLite in memory: a row per message, an index on the deadline. Journal off, statements prepared once.
#include <sqlite3.h>

#include "bench/peers/batched_tracker.h"

namespace dlr::bench {
namespace {

class Sqlite {
 public:
  explicit Sqlite(const std::string& /*no server*/) {
    check(sqlite3_open_v2(":memory:", &db_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr));
    for (const char* sql : {"PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF", "PRAGMA locking_mode = EXCLUSIVE",
                            "PRAGMA temp_store = MEMORY",
                            "CREATE TABLE message (id INTEGER PRIMARY KEY, recipient INTEGER, sent INTEGER, state "
                            "INTEGER, deadline INTEGER)",
                            "CREATE INDEX by_deadline ON message (deadline)"}) {
      check(sqlite3_exec(db_, sql, nullptr, nullptr, nullptr));
    }
    begin_ = prepare("BEGIN");
    commit_ = prepare("COMMIT");
    select_ = prepare("SELECT id, recipient, sent, state FROM message WHERE id = ?");
    insert_ = prepare("INSERT INTO message VALUES (?, ?, ?, ?, ?)");
    update_ = prepare("UPDATE message SET state = ? WHERE id = ?");
    remove_ = prepare("DELETE FROM message WHERE deadline < ? RETURNING id, recipient, sent, state");
  }
  ~Sqlite() {
    for (sqlite3_stmt* statement : {begin_, commit_, select_, insert_, update_, remove_}) sqlite3_finalize(statement);
    sqlite3_close(db_);
  }
  Sqlite(const Sqlite&) = delete;
  Sqlite& operator=(const Sqlite&) = delete;

  void begin() { run(begin_, {}); }
  void commit() { run(commit_, {}); }

  void load(std::span<const std::uint64_t> messages, std::vector<Row>& rows) {
    for (const std::uint64_t message : messages) run(select_, {message}, &rows);
  }
  void insert(std::span<const Row> rows) {
    for (const Row& row : rows) {
      run(insert_, {row.message, row.recipient, row.sent_ms, static_cast<std::uint64_t>(row.state),
                    std::uint64_t{row.sent_ms} + kWaitingMs});
    }
  }
  void update(std::span<const Row> rows) {
    for (const Row& row : rows) run(update_, {static_cast<std::uint64_t>(row.state), row.message});
  }
  void remove_ended(std::uint32_t now, std::vector<Row>& rows) { run(remove_, {now}, &rows); }

  double bytes() const { return static_cast<double>(sqlite3_memory_used()); }
  int server() const { return 0; }
  std::string version() const { return sqlite3_libversion(); }

 private:
  void check(int code) {
    if (code != SQLITE_OK) give_up(std::string("SQLite: ") + sqlite3_errmsg(db_));
  }
  sqlite3_stmt* prepare(const char* sql) {
    sqlite3_stmt* statement = nullptr;
    check(sqlite3_prepare_v3(db_, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr));
    return statement;
  }
  void run(sqlite3_stmt* statement, std::initializer_list<std::uint64_t> parameters, std::vector<Row>* rows = nullptr) {
    int place = 0;
    for (const std::uint64_t value : parameters) {
      check(sqlite3_bind_int64(statement, ++place, static_cast<sqlite3_int64>(value)));
    }
    while (sqlite3_step(statement) == SQLITE_ROW) {
      const auto column = [statement](int i) { return static_cast<std::uint64_t>(sqlite3_column_int64(statement, i)); };
      rows->push_back({column(0), column(1), static_cast<std::uint32_t>(column(2)), static_cast<RowState>(column(3))});
    }
    check(sqlite3_reset(statement));
  }

  sqlite3* db_ = nullptr;
  sqlite3_stmt *begin_, *commit_, *select_, *insert_, *update_, *remove_;
};

}  // namespace
}  // namespace dlr::bench

int main(int argc, char** argv) { return dlr::bench::contest_of_store<dlr::bench::Sqlite>(argc, argv, "sqlite"); }
