#include "lint/data/law.hpp"

#include <algorithm>
#include <array>

namespace rimlig::lint::data {
namespace {

constexpr std::array act_table{
    Act{"SoL-80", "socialtjänstlagen", "SoL", "", "1980:620", "1982-01-01", "2001-12-31", "SoL-01"},
    Act{"SoL-01", "socialtjänstlagen", "SoL", "", "2001:453", "2002-01-01", "2025-06-30", "SoL-25"},
    Act{"SoL-25", "socialtjänstlagen", "SoL", "", "2025:400", "2025-07-01", "", ""},
    Act{"SoF-01", "socialtjänstförordningen", "SoF", "", "2001:937", "2002-01-01", "2025-06-30", "SoF-25"},
    Act{"SoF-25", "socialtjänstförordningen", "SoF", "", "2025:468", "2025-07-01", "", ""},
    Act{"SoLPuL", "lagen om behandling av personuppgifter inom socialtjänsten", "SoLPuL", "", "2001:454", "2001-10-01", "", ""},
    Act{"LVU", "lagen med särskilda bestämmelser om vård av unga", "LVU", "", "1990:52", "1990-07-01", "", ""},
    Act{"LVM", "lagen om vård av missbrukare i vissa fall", "LVM", "", "1988:870", "1989-01-01", "", ""},
    Act{"LSS", "lagen om stöd och service till vissa funktionshindrade", "LSS", "", "1993:387", "1994-01-01", "", ""},
    Act{"KL-91", "kommunallagen", "KL", "", "1991:900", "1992-01-01", "2017-12-31", "KL-17"},
    Act{"KL-17", "kommunallagen", "KL", "", "2017:725", "2018-01-01", "", ""},
    Act{"FL-86", "förvaltningslagen", "FL", "", "1986:223", "1987-01-01", "2018-06-30", "FL-17"},
    Act{"FL-17", "förvaltningslagen", "FL", "", "2017:900", "2018-07-01", "", ""},
    Act{"SekrL", "sekretesslagen", "SekrL", "", "1980:100", "1981-01-01", "2009-06-29", "OSL"},
    Act{"OSL", "offentlighets- och sekretesslagen", "OSL", "", "2009:400", "2009-06-30", "", ""},
    Act{"LOU-07", "lagen om offentlig upphandling", "LOU", "", "2007:1091", "2008-01-01", "2016-12-31", "LOU-16"},
    Act{"LOU-16", "lagen om offentlig upphandling", "LOU", "", "2016:1145", "2017-01-01", "", ""},
    Act{"SkolL-85", "skollagen", "", "", "1985:1100", "1986-07-01", "2011-06-30", "SkolL-10"},
    Act{"SkolL-10", "skollagen", "", "", "2010:800", "2011-07-01", "", ""},
    Act{"ML-94", "mervärdesskattelagen", "ML", "", "1994:200", "1994-07-01", "2023-06-30", "ML-23"},
    Act{"ML-23", "mervärdesskattelagen", "ML", "", "2023:200", "2023-07-01", "", ""},
    Act{"LKBR", "lagen om kommunal bokföring och redovisning", "LKBR", "", "2018:597", "2019-01-01", "", ""},
    Act{"Arkiv", "arkivlagen", "", "", "1990:782", "1991-07-01", "", ""},
    Act{"DOS", "lagen om tillgänglighet till digital offentlig service", "", "", "2018:1937", "2019-01-01", "", ""},
    Act{"Cyber", "cybersäkerhetslagen", "", "", "2025:1506", "2026-01-15", "", ""},
    Act{"SOSFS-06-11", "", "", "SOSFS", "2006:11", "2007-01-01", "2011-12-31", "SOSFS-11-9"},
    Act{"SOSFS-11-9", "", "", "SOSFS", "2011:9", "2012-01-01", "", ""},
    Act{"SOSFS-11-5", "", "", "SOSFS", "2011:5", "2011-07-01", "", ""},
    Act{"SOSFS-06-5", "", "", "SOSFS", "2006:5", "2006-03-17", "2014-12-31", "SOSFS-14-5"},
    Act{"SOSFS-14-5", "", "", "SOSFS", "2014:5", "2015-01-01", "", ""},
    Act{"SOSFS-14-6", "", "", "SOSFS", "2014:6", "2014-01-01", "", ""},
    Act{"SOSFS-12-11", "", "", "SOSFS", "2012:11", "2012-01-01", "", ""},
    Act{"HSLF-16-40", "", "", "HSLF-FS", "2016:40", "2017-03-01", "", ""},
    Act{"HSLF-17-41", "", "", "HSLF-FS", "2017:41", "2017-09-01", "", ""},
};

constexpr std::array amendment_table{
    Amendment{"2009:596", "SoL-01"}, Amendment{"2012:776", "SoL-01"}, Amendment{"2025:1501", "SoL-25"},
    Amendment{"2025:1299", "SoL-25"}, Amendment{"2025:374", "KL-17"}, Amendment{"2025:450", "KL-17"},
    Amendment{"2023:821", "SoLPuL"}, Amendment{"2010:571", "LOU-07"}, Amendment{"2014:474", "LOU-07"},
    Amendment{"2021:1110", "LOU-16"}, Amendment{"2023:815", "LOU-16"}, Amendment{"2022:940", "SkolL-10"},
    Amendment{"2025:1298", "LSS"},
};

constexpr std::array section_table{
    Section{"SoL-01", "3 kap. 3 §", "SoL-25", "5 kap. 1-2 §§", "god kvalitet och systematiskt kvalitetsarbete", ""},
    Section{"SoL-01", "3 kap. 3 a §", "SoL-25", "27 kap. 1 §", "rutiner mot missförhållanden", ""},
    Section{"SoL-01", "4 kap. 1 §", "SoL-25", "11 kap. 1 § och 12 kap. 1 §", "rätten till bistånd", ""},
    Section{"SoL-01", "11 kap. 1 §", "SoL-25", "14 kap. 2 §", "att inleda utredning", ""},
    Section{"SoL-01", "11 kap. 1 a §", "SoL-25", "20 kap. 1-2 §§", "skyddsbedömning och förhandsbedömning av barn", "biståndsbedömning|äldre|hemtjänst"},
    Section{"SoL-01", "11 kap. 2 §", "SoL-25", "20 kap. 3 §", "utredning av barns behov av skydd eller stöd", "biståndsbedömning|biståndsutredning|äldre|hemtjänst|försörjningsstöd|ekonomiskt bistånd"},
    Section{"SoL-01", "11 kap. 3 §", "SoL-25", "9 kap. 12-13 §§", "vårdplan och genomförandeplan", ""},
    Section{"SoL-01", "11 kap. 4 a §", "SoL-25", "23 kap. 1 §", "uppföljning utan samtycke", ""},
    Section{"SoL-01", "11 kap. 4 c §", "SoL-25", "23 kap. 5 §", "uppföljning utan samtycke", ""},
    Section{"SoL-01", "11 kap. 5 §", "SoL-25", "14 kap. 3-5 §§", "dokumentation", ""},
    Section{"SoL-01", "11 kap. 6 §", "SoL-25", "14 kap. 6 §", "dokumentation med respekt för integritet", ""},
    Section{"SoL-01", "6 kap. 6 §", "SoL-25", "22 kap. 2-4 §§", "familjehem och jourhem", ""},
    Section{"SoL-01", "6 kap. 8 §", "SoL-25", "22 kap. 13 §", "övervägande av vård", ""},
    Section{"SoL-01", "6 kap. 8 b §", "SoL-25", "22 kap. 14 §", "överflyttning av vårdnad", ""},
    Section{"SoL-01", "10 kap. 4 §", "SoL-25", "30 kap. 5-10 §§", "gränser för delegation", ""},
    Section{"SoL-01", "12 kap. 1 §", "SoL-25", "16 kap. 1 §", "gallring", ""},
    Section{"SoL-01", "12 kap. 2 §", "SoL-25", "16 kap. 2-4 §§", "undantag från gallring", ""},
    Section{"SoL-01", "14 kap. 1 §", "SoL-25", "19 kap. 1 §", "anmälan om att barn far illa", "biståndsbedömning|äldre|hemtjänst"},
    Section{"SoL-01", "14 kap. 3 §", "SoL-25", "27 kap. 2 §", "lex Sarah, rapport", ""},
    Section{"SoL-01", "14 kap. 6 §", "SoL-25", "27 kap. 5 §", "lex Sarah, utredning", ""},
    Section{"SoL-01", "14 kap. 7 §", "SoL-25", "27 kap. 6 §", "lex Sarah, anmälan", ""},
    Section{"SoL-01", "16 kap. 3 §", "SoL-25", "35 kap. 1 §", "överklagande", ""},
    Section{"SoL-01", "16 kap. 6 f §", "SoL-25", "34 kap. 1 §", "ej verkställda beslut", ""},
    Section{"SoL-01", "16 kap. 6 h §", "SoL-25", "34 kap. 3 §", "ej verkställda beslut, statistik", ""},
    Section{"SoF-01", "5 kap. 1 a §", "SoF-25", "10 kap. 2-3 §§", "vårdplan och genomförandeplan", ""},
    Section{"KL-91", "6 kap. 7 §", "KL-17", "6 kap. 6 §", "nämndens ansvar för intern kontroll", ""},
    Section{"KL-91", "6 kap. 33 §", "KL-17", "6 kap. 37 §", "delegation av ärenden", ""},
    Section{"KL-91", "6 kap. 35 §", "KL-17", "6 kap. 40 §", "anmälan av delegationsbeslut", ""},
    Section{"ML-94", "8 kap. 9 §", "ML-23", "13 kap. 24-25 §§", "avdrag för representation", ""},
};

}  // namespace

std::span<Act const> acts() { return act_table; }
std::span<Amendment const> amendments() { return amendment_table; }
std::span<Section const> sections() { return section_table; }

Act const* act_by_key(std::string_view key) {
  auto const found = std::find_if(act_table.begin(), act_table.end(), [&](Act const& one) { return one.key == key; });
  return found == act_table.end() ? nullptr : &*found;
}

}  // namespace rimlig::lint::data
