// Reads citations of Swedish statutes: "11 kap. 2 § SoL", "3 kap § 3 Socialtjänstlagen (2009:596)",
// "kommunallagen 6 kap. 6 §", "SOSFS 2011:9", "lag (2001:454)".
#pragma once
#include <string>
#include <vector>

#include "lint/data/law.hpp"
#include "lint/words.hpp"

namespace rimlig::lint::rules {

struct Citation {
  std::size_t first = 0, last = 0;  // tokens
  std::string chapter, section;     // "11", "2", "1 a"; empty when not said
  bool section_sign_first = false;  // "§ 3" instead of "3 §"
  bool chapter_dot = true;          // "kap." and not "kap"
  std::string name;                 // "SoL" or "socialtjänstlagen", lower case; empty when only a number
  std::string series;               // "SOSFS"
  std::string number;               // "2009:596"; empty when not said
};

std::vector<Citation> citations(Words const& words);

}  // namespace rimlig::lint::rules
