#include "lint/data/spelling.hpp"

#include <array>

namespace rimlig::lint::data {
namespace {

// A star keeps the rest of the word: "succesiva" → "successiva".
constexpr std::array table{
    Spelling{"viste", "visste"}, Spelling{"förläning", "förlängning"}, Spelling{"förläningen", "förlängningen"},
    Spelling{"succesiv*", "successiv"}, Spelling{"tillfredställ*", "tillfredsställ"},
    Spelling{"försörjningsstödsgar*", "försörjningsstödstagar"}, 
    Spelling{"medvetandegör", "medvetandegöra"},
    Spelling{"styr signal*", "styrsignal"}, Spelling{"samband de|den|det", "samband med"},
    Spelling{"utskrivning för slutna hälso", "utskrivning från sluten hälso"}, Spelling{"bbic", "BBIC"},
    Spelling{"inrappotering*", "inrapportering"}, Spelling{"rappotering*", "rapportering"}, Spelling{"rapporing*", "rapportering"},
    Spelling{"genomfötts", "genomförts"},
    Spelling{"uppföljing*", "uppföljning"}, Spelling{"uppföjning*", "uppföljning"}, Spelling{"upföljning*", "uppföljning"},
    Spelling{"handlinsplan*", "handlingsplan"}, Spelling{"handligsplan*", "handlingsplan"}, Spelling{"hanldingsplan*", "handlingsplan"},
    Spelling{"internkontoll*", "internkontroll"}, Spelling{"interkontroll*", "internkontroll"}, Spelling{"kontoll*", "kontroll"},
    Spelling{"avikelse*", "avvikelse"}, Spelling{"avvikelese*", "avvikelse"}, Spelling{"åtgäd*", "åtgärd"}, Spelling{"åtgräd*", "åtgärd"},
    Spelling{"komitté*", "kommitté"}, Spelling{"kommité*", "kommitté"}, Spelling{"adminstr*", "administr"}, Spelling{"admininstr*", "administr"},
    Spelling{"definera*", "definiera"}, Spelling{"definerad*", "definierad"},
    Spelling{"implementring*", "implementering"}, Spelling{"implemetering*", "implementering"}, Spelling{"kontinuelig*", "kontinuerlig"},
    Spelling{"kontinuering*", "kontinuerlig"}, Spelling{"kontiuerlig*", "kontinuerlig"}, Spelling{"delegations ordning*", "delegationsordning"},
    Spelling{"verksamhets plan*", "verksamhetsplan"}, Spelling{"verksamhets berättelse*", "verksamhetsberättelse"},
    Spelling{"handlings plan*", "handlingsplan"}, Spelling{"intern kontrollplan*", "internkontrollplan"},
    Spelling{"genomförande plan*", "genomförandeplan"}, Spelling{"enhets chef*", "enhetschef"}, Spelling{"stick prov*", "stickprov"},
    Spelling{"risk analys*", "riskanalys"}, Spelling{"dokumentions*", "dokumentations"}, Spelling{"dokumention", "dokumentation"},
    Spelling{"rutinter*", "rutiner"}, Spelling{"riklinje*", "riktlinje"}, Spelling{"rikltinje*", "riktlinje"}, Spelling{"riktilnje*", "riktlinje"},
    Spelling{"bistånsd*", "biståndsd"}, Spelling{"bistånshandläggare", "biståndshandläggare"}, Spelling{"socialsekretare*", "socialsekreterare"},
    Spelling{"socialtjäns", "socialtjänst"}, Spelling{"soicaltjänst*", "socialtjänst"}, Spelling{"handäggare*", "handläggare"}, Spelling{"handlägare*", "handläggare"}, Spelling{"handlägning*", "handläggning"},
    Spelling{"förvalning*", "förvaltning"}, Spelling{"förvaltingen", "förvaltningen"}, Spelling{"nämden*", "nämnden"}, Spelling{"nämd", "nämnd"}, Spelling{"nämder*", "nämnder"},
    Spelling{"stadsdelnämnd*", "stadsdelsnämnd"}, Spelling{"protokol", "protokoll"}, Spelling{"protkoll*", "protokoll"},
    Spelling{"påbörjts", "påbörjats"}, Spelling{"ansvarrig*", "ansvarig"}, Spelling{"ansvarg*", "ansvarig"},
    Spelling{"sektretess*", "sekretess"}, Spelling{"sekrettess*", "sekretess"},
    Spelling{"rehabilitring*", "rehabilitering"}, Spelling{"rehabliter*", "rehabiliter"}, Spelling{"kvalité", "kvalitet"}, Spelling{"kvalitets säkr*", "kvalitetssäkr"},
    Spelling{"säkertställ*", "säkerställ"}, Spelling{"säkerhetställ*", "säkerställ"}, Spelling{"säkersställ*", "säkerställ"},
    Spelling{"tillsamans", "tillsammans"}, Spelling{"tillsvidare", "tills vidare"}, Spelling{"överrens*", "överens"}, Spelling{"överenstämm*", "överensstämm"},
    Spelling{"utvädering*", "utvärdering"}, Spelling{"utvärding*", "utvärdering"}, Spelling{"fortlöpnade", "fortlöpande"}, Spelling{"regelbundt", "regelbundet"}, Spelling{"regelbunet", "regelbundet"},
    Spelling{"uppmäksam*", "uppmärksam"}, Spelling{"prioritring*", "prioritering"}, Spelling{"ekonimi*", "ekonomi"}, Spelling{"budjet*", "budget"},
    Spelling{"orginal*", "original"}, Spelling{"personlaen", "personalen"}, Spelling{"personalomsättnig*", "personalomsättning"}, Spelling{"rekryering*", "rekrytering"}, Spelling{"rekytering*", "rekrytering"},
};

}  // namespace

std::span<Spelling const> spellings() { return table; }

}  // namespace rimlig::lint::data
