// What to call things that have a title and a file each: the title, followed by the file where several files have it.
#pragma once

#include <map>
#include <set>
#include <string>

namespace dlr::reports {

class NamesByFile {
 public:
  void add(const std::string& title, const std::string& file) { files_[title].insert(file); }

  // Of a title that was added: what tells it apart, " (FILE)"; empty where it needs nothing, or nobody knows the file.
  std::string suffix(const std::string& title, const std::string& file) const {
    return files_.at(title).size() == 1 || file.empty() ? std::string() : " (" + file + ")";
  }

 private:
  std::map<std::string, std::set<std::string>> files_;
};

}  // namespace dlr::reports
