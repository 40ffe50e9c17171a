// PostgreSQL: an unlogged table, an index on the deadline. Whole arrays as binary parameters of prepared statements,
// new rows by binary COPY, over a unix socket. How the server is set up stands in servers.py.
#include <libpq-fe.h>

#include <array>
#include <memory>

#include "bench/peers/batched_tracker.h"

namespace dlr::bench {
namespace {

// Big-endian, as the protocol speaks.
class Bytes {
 public:
  template <class Integer>
  void put(Integer value) {
    for (int shift = static_cast<int>(sizeof(value)) * 8 - 8; shift >= 0; shift -= 8) {
      text_ += static_cast<char>(static_cast<std::uint64_t>(value) >> shift & 0xffU);
    }
  }
  void put(std::string_view text) { text_ += text; }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

std::uint64_t get(const char* text, int bytes) {
  std::uint64_t value = 0;
  for (int i = 0; i < bytes; ++i) value = value << 8U | static_cast<unsigned char>(text[i]);
  return value;
}

// A parameter of the type bigint[].
std::string array_of(std::size_t n, auto&& value_at) {
  constexpr std::int32_t kBigint = 20, kDimensions = 1, kNoNulls = 0, kFirstIndex = 1;
  Bytes bytes;
  bytes.put(kDimensions);
  bytes.put(kNoNulls);
  bytes.put(kBigint);
  bytes.put(static_cast<std::int32_t>(n));
  bytes.put(kFirstIndex);
  for (std::size_t i = 0; i < n; ++i) {
    bytes.put(std::int32_t{8});
    bytes.put(static_cast<std::int64_t>(value_at(i)));
  }
  return bytes.text();
}

class Postgres {
 public:
  explicit Postgres(const std::string& folder)
      : connection_(PQconnectdb(("host=" + folder + " dbname=postgres user=postgres").c_str())) {
    if (PQstatus(connection_) != CONNECTION_OK) give_up(PQerrorMessage(connection_));
    execute("SET client_min_messages = error");
    execute("DROP TABLE IF EXISTS message");
    // Room in each page for the states to come: then an update touches no index.
    execute(
        "CREATE UNLOGGED TABLE message (id bigint PRIMARY KEY, recipient bigint NOT NULL, sent bigint NOT NULL, "
        "deadline bigint NOT NULL, state smallint NOT NULL) WITH (fillfactor = 70)");
    execute("CREATE INDEX by_deadline ON message (deadline)");
    execute("CHECKPOINT");
    // A table that grows from nothing must not be taken for small.
    execute(
        "SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; "
        "SET plan_cache_mode = force_generic_plan; SET jit = off");
    prepare("load", "SELECT id, recipient, sent, state FROM message WHERE id = ANY($1::bigint[])");
    prepare("update",
            "UPDATE message SET state = new.state FROM unnest($1::bigint[], $2::bigint[]) AS new(id, state) "
            "WHERE message.id = new.id");
    prepare("remove",
            "DELETE FROM message WHERE deadline >= $1::bigint AND deadline < $2::bigint RETURNING id, recipient, sent, "
            "state");
  }
  ~Postgres() { PQfinish(connection_); }
  Postgres(const Postgres&) = delete;
  Postgres& operator=(const Postgres&) = delete;

  void begin() { execute("BEGIN"); }
  void commit() { execute("COMMIT"); }

  void load(std::span<const std::uint64_t> messages, std::vector<Row>& rows) {
    if (messages.empty()) return;
    const std::array parameters = {array_of(messages.size(), [&](std::size_t i) { return messages[i]; })};
    read("load", parameters, rows);
  }

  void insert(std::span<const Row> rows) {
    if (rows.empty()) return;
    execute("COPY message FROM STDIN BINARY");
    Bytes bytes;
    bytes.put(std::string_view("PGCOPY\n\377\r\n\0", 11));
    bytes.put(std::int64_t{0});  // flags, and no further header
    for (const Row& row : rows) {
      bytes.put(std::int16_t{5});
      for (const std::uint64_t value :
           {row.message, row.recipient, std::uint64_t{row.sent_ms}, std::uint64_t{row.sent_ms} + kWaitingMs}) {
        bytes.put(std::int32_t{8});
        bytes.put(value);
      }
      bytes.put(std::int32_t{2});
      bytes.put(static_cast<std::int16_t>(row.state));
    }
    bytes.put(std::int16_t{-1});
    const std::string& text = bytes.text();
    if (PQputCopyData(connection_, text.data(), static_cast<int>(text.size())) != 1 ||
        PQputCopyEnd(connection_, nullptr) != 1) {
      give_up(PQerrorMessage(connection_));
    }
    while (PGresult* const result = PQgetResult(connection_)) check(Result(result, PQclear));
  }

  void update(std::span<const Row> rows) {
    if (rows.empty()) return;
    const std::array parameters = {
        array_of(rows.size(), [&](std::size_t i) { return rows[i].message; }),
        array_of(rows.size(), [&](std::size_t i) { return static_cast<int>(rows[i].state); })};
    run("update", parameters);
  }

  void remove_ended(std::uint32_t now, std::vector<Row>& rows) {
    // From where the last one ended: what was deleted stands in the index until the table is vacuumed.
    Bytes from, to;
    from.put(std::int64_t{removed_before_});
    to.put(std::int64_t{now});
    const std::array parameters = {from.text(), to.text()};
    read("remove", parameters, rows);
    removed_before_ = now;
  }

  // Table and indexes as they lie in the server's memory.
  double bytes() {
    const Result result = check(Result(PQexec(connection_, "SELECT pg_total_relation_size('message')"), PQclear));
    return std::stod(PQgetvalue(result.get(), 0, 0));
  }
  int server() const { return PQbackendPID(connection_); }
  std::string version() { return PQparameterStatus(connection_, "server_version"); }

 private:
  using Result = std::unique_ptr<PGresult, void (*)(PGresult*)>;

  Result check(Result result) {
    const ExecStatusType status = PQresultStatus(result.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_COPY_IN) {
      give_up(std::string("PostgreSQL: ") + PQerrorMessage(connection_));
    }
    return result;
  }
  void execute(const char* sql) { check(Result(PQexec(connection_, sql), PQclear)); }
  void prepare(const char* name, const char* sql) {
    check(Result(PQprepare(connection_, name, sql, 0, nullptr), PQclear));
  }
  Result run(const char* name, std::span<const std::string> parameters) {
    std::array<const char*, 2> values{};
    std::array<int, 2> lengths{}, formats{1, 1};
    for (std::size_t i = 0; i < parameters.size(); ++i) {
      values[i] = parameters[i].data();
      lengths[i] = static_cast<int>(parameters[i].size());
    }
    return check(Result(PQexecPrepared(connection_, name, static_cast<int>(parameters.size()), values.data(),
                                       lengths.data(), formats.data(), 1),
                        PQclear));
  }
  void read(const char* name, std::span<const std::string> parameters, std::vector<Row>& rows) {
    const Result result = run(name, parameters);
    for (int i = 0; i < PQntuples(result.get()); ++i) {
      const auto column = [&](int at) {
        return get(PQgetvalue(result.get(), i, at), PQgetlength(result.get(), i, at));
      };
      rows.push_back({column(0), column(1), static_cast<std::uint32_t>(column(2)), static_cast<RowState>(column(3))});
    }
  }

  PGconn* connection_;
  std::uint32_t removed_before_ = 0;
};

}  // namespace
}  // namespace dlr::bench

int main(int argc, char** argv) { return dlr::bench::contest_of_store<dlr::bench::Postgres>(argc, argv, "postgres"); }
