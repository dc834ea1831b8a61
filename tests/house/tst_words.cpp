// SPDX-License-Identifier: GPL-3.0-or-later
// Facts travel as kind and parameters: no English sentence of one layer is matched by another. Looked for are comparisons, searches and
// expressions over a literal with a space and letters, and translations of something that is no literal. Where text is not our own,
// or is an older file's, it is listed here with the reason.
#include "base/files.h"
#include "harness/test_case.h"

#include <regex>
#include <set>

namespace fs = std::filesystem;

namespace {

struct Allowed
{
    const char *file;
    const char *literal;
    const char *reason;
};

constexpr Allowed kAllowed[] {
    { "core/base/json.cpp", "parse error", "nlohmann's message" },
    { "core/base/json.cpp", "; last read: ", "nlohmann's message" },
    { "core/base/json.cpp", "ill-formed UTF-8", "nlohmann's message" },
    { "core/base/json.cpp", "invalid literal", "nlohmann's message" },
    { "core/base/guarded_files.cpp", "SQLite format 3\\0", "SQLite's file header" },
    { "core/dialogue/formats/esconv.cpp", "Approval and Reassurance", "a label of ESConv's files" },
    { "core/jobs/machine_report.cpp", "physical id", "the kernel's /proc/cpuinfo" },
    { "core/jobs/machine_report.cpp", "core id", "the kernel's /proc/cpuinfo" },
    { "core/metrics/wordnet.cpp", "WordNet ", "the first line of WordNet's files" },
    { "core/nn/device.cpp", "model name", "the kernel's /proc/cpuinfo" },
    { "core/run/split_sentence.cpp", "seed ([0-9]+), ([0-9.:e+-]+)( by situation)?(?:, (train|validation|test) only)?", "specs from before 2026-12" },
    { "core/run/split_sentence.cpp", "(.*), cut to ([0-9]+) training tokens for the demo(.*)", "specs from before 2026-12" },
    { "core/storage/database_file.cpp", "SQLite format 3", "SQLite's file header" },
    { "app/engine/verbs/thrown.cpp", "can't allocate memory", "libtorch's message" },
    { "app/engine/verbs/thrown.cpp", "out of memory", "libtorch's message" },
};

// Translations of what is no literal.
constexpr Allowed kTranslated[] {
    { "ui/parts/error_text.cpp", "Error", "the templates of base/error_text, by kind" },
    { "ui/parts/error_text.cpp", "ErrorPhrase", "subjects, places and reasons of errors" },
    { "ui/models/model_row.cpp", "models::Notes", "notes of the model cards that are shipped (models/*.json)" },
};

bool isEnglish(const std::string &literal)
{
    static const std::regex word("[A-Za-z]{2}");
    return literal.find(' ') != std::string::npos && std::regex_search(literal, word);
}

// What is matched in a line of code.
std::vector<std::string> matchedIn(const std::string &line)
{
    static const std::string wrapped = R"rx((?:(?:QLatin1String|QStringLiteral|std::string|std::string_view|QByteArray)\s*[({]\s*)?"((?:[^"\\]|\\.)*)")rx";
    static const std::regex forms[] {
        std::regex(R"rx([=!]=\s*)rx" + wrapped),
        std::regex(R"rx(\b(?:startsWith|starts_with|endsWith|ends_with|contains|find|rfind|indexOf|lastIndexOf|compare|replace|remove|split|section|count|regex|QRegularExpression)\s*(?:\w+\s*)?[({]\s*)rx"
            + wrapped),
        std::regex(R"rx(\b(?:replace|compare)\s*\(\s*[\w.]+\s*,\s*)rx" + wrapped),
    };
    std::vector<std::string> found;
    for (const std::regex &form : forms) {
        for (auto at = std::sregex_iterator(line.begin(), line.end(), form); at != std::sregex_iterator(); ++at) {
            if (isEnglish((*at)[1].str()))
                found.push_back((*at)[1].str());
        }
    }
    return found;
}

// The context of a translation whose text is a variable.
std::vector<std::string> translatedIn(const std::string &line)
{
    static const std::regex form(R"rx(\btranslate\(\s*"([^"]*)"\s*,\s*[A-Za-z_])rx");
    std::vector<std::string> found;
    for (auto at = std::sregex_iterator(line.begin(), line.end(), form); at != std::sregex_iterator(); ++at)
        found.push_back((*at)[1].str());
    return found;
}

template <size_t N> bool take(const Allowed (&list)[N], const std::string &file, const std::string &literal, std::set<const Allowed *> &used)
{
    for (const Allowed &allowed : list) {
        if (file == allowed.file && literal == allowed.literal) {
            used.insert(&allowed);
            return true;
        }
    }
    return false;
}

} // namespace

class TstWords : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    // Lines as they stood in ui/parts/data_recipe.cpp and ui/dialogues/import_report.cpp, and other ways to do the same.
    void theRuleSeesWhatItIsFor_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<bool>("caught");
        const auto row = [](const char *line, bool caught) { QTest::newRow(line) << QString::fromLatin1(line) << caught; };
        row(R"(    static const QRegularExpression form(QStringLiteral("^seed (\\d+), ([\\d.:]+)( by situation)?(?:, (train|validation|test) only)?$"));)", true);
        row(R"(        replace(word, "dialogue ", ImportReport::tr("dialogue %1"));)", true);
        row(R"(QString noteText(const std::string &text) { return QCoreApplication::translate("dialogues::ImportReport", text.c_str()); })", true);
        row(R"(    if (text.startsWith(QLatin1String("cut to ")))", true);
        row(R"(    if (reason == "the folder is not empty"))", true);
        row(R"(    if (note.text.find("by situation") != std::string::npos))", true);
        row(R"(    if (name == "test"))", false);
        row(R"(    return count == 1 ? " dialogue" : " dialogues";)", false);
        row(R"(    words << tr("The turn is empty.");)", false);
        row(R"(    return QCoreApplication::translate("models::ModelRow", "not here");)", false);
        row(R"(    text.split(QStringLiteral(", "));)", false);
    }
    void theRuleSeesWhatItIsFor()
    {
        QFETCH(QString, line);
        QFETCH(bool, caught);
        const std::string code = line.toStdString();
        QCOMPARE(!matchedIn(code).empty() || !translatedIn(code).empty(), caught);
    }

    void noSentenceIsMatched()
    {
        std::vector<std::string> faults;
        std::set<const Allowed *> used;
        const fs::path root = ATTUNE_SOURCE_DIR;
        for (const char *top : { "core", "ui", "app" }) {
            for (const auto &entry : fs::recursive_directory_iterator(root / top)) {
                const std::string extension = entry.path().extension().string();
                if (extension != ".cpp" && extension != ".h")
                    continue;
                const std::string file = fs::relative(entry.path(), root).generic_string();
                base::forEachLine(entry.path(), 0, [&](std::string_view text) {
                    const std::string line(text);
                    const size_t start = line.find_first_not_of(' ');
                    if (line.find('"') == std::string::npos || line.compare(start, 2, "//") == 0)
                        return;
                    for (const std::string &literal : matchedIn(line)) {
                        if (!take(kAllowed, file, literal, used))
                            faults.push_back(file + " matches \"" + literal + '"');
                    }
                    for (const std::string &context : translatedIn(line)) {
                        if (!take(kTranslated, file, context, used))
                            faults.push_back(file + " translates what is no literal (" + context + ')');
                    }
                });
            }
        }
        // What is not there any more is not allowed any more.
        for (const Allowed &allowed : kAllowed) {
            if (!used.contains(&allowed))
                faults.push_back(std::string(allowed.file) + " does not match \"" + allowed.literal + "\" any more");
        }
        for (const std::string &fault : faults)
            qWarning("%s", fault.c_str());
        QVERIFY2(faults.empty(), faults.empty() ? "" : faults.front().c_str());
    }
};

ATTUNE_TEST(TstWords)
#include "tst_words.moc"
