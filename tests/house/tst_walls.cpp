// SPDX-License-Identifier: GPL-3.0-or-later
// The plan of the house as a test: which room may include which, and which outside library may be seen where.
#include "base/files.h"
#include "harness/test_case.h"

#include <map>
#include <regex>
#include <set>

namespace fs = std::filesystem;

namespace {

using Names = std::set<std::string>;

// Room -> rooms it may include, besides itself. Arrows go down only.
const std::map<std::string, Names> &allowedRooms()
{
    static const Names hall { "base", "dialogue", "modelfile", "text", "metrics", "run" };
    static const auto plus = [](Names names, const Names &more) {
        names.insert(more.begin(), more.end());
        return names;
    };
    static const Names desk = plus(hall, { "storage", "workspace", "jobs" });
    static const Names engine = plus(hall, { "nn", "inference", "training", "evaluation" });
    static const std::map<std::string, Names> rooms {
        { "base", {} },
        { "dialogue", { "base" } },
        { "modelfile", { "base" } },
        { "text", { "base", "dialogue", "modelfile" } },
        { "metrics", { "base", "dialogue", "modelfile", "text" } },
        { "run", { "base", "dialogue", "modelfile", "text", "metrics" } },
        { "storage", hall },
        { "workspace", plus(hall, { "storage" }) },
        { "jobs", plus(hall, { "storage", "workspace" }) },
        { "nn", hall },
        { "inference", plus(hall, { "nn" }) },
        { "training", plus(hall, { "nn", "inference" }) },
        { "evaluation", plus(hall, { "nn", "inference", "training" }) },
        { "engine_verbs", engine },
        { "app/engine", plus(engine, { "engine_verbs" }) },
        { "ui/parts", desk },
        { "ui/shell", plus(desk, { "ui/parts", "ui/home", "ui/dialogues", "ui/profiles", "ui/prompts", "ui/chat", "ui/training",
                          "ui/evaluation", "ui/runs", "ui/models" }) },
        { "attune_verbs", plus(desk, { "ui/runs", "ui/shell", "ui/parts" }) },
        { "app/attune", plus(desk, { "attune_verbs", "ui/shell", "ui/parts" }) },
    };
    return rooms;
}

// Pages see the desk and the shared parts, never each other.
Names allowedFor(const std::string &room)
{
    const auto found = allowedRooms().find(room);
    if (found != allowedRooms().end())
        return found->second;
    Names names = allowedRooms().at("ui/parts");
    names.insert("ui/parts");
    return names;
}

// Path prefix -> room, longest first.
std::string roomOf(const fs::path &relative)
{
    const std::string path = relative.generic_string();
    if (path.starts_with("app/attune/verbs/"))
        return "attune_verbs";
    if (path.starts_with("app/engine/verbs/"))
        return "engine_verbs";
    if (path.starts_with("app/attune/") || path.starts_with("app/engine/"))
        return path.substr(0, path.find('/', 4));
    if (path.starts_with("ui/"))
        return path.substr(0, path.find('/', 3));
    return path.substr(5, path.find('/', 5) - 5); // core/<room>/...
}

// The room that a quoted include names: "text/renderer.h" -> text, "ui/parts/x.h" -> ui/parts.
std::string roomOfInclude(const std::string &include)
{
    const size_t slash = include.find('/');
    if (slash == std::string::npos)
        return {};
    const std::string first = include.substr(0, slash);
    return first == "ui" ? include.substr(0, include.find('/', slash + 1)) : first;
}

bool isDesk(const std::string &room)
{
    return room == "storage" || room == "workspace" || room == "jobs" || room == "attune_verbs" || room == "app/attune" || room.starts_with("ui/");
}

bool isEngine(const std::string &room)
{
    return Names { "nn", "inference", "training", "evaluation", "engine_verbs", "app/engine" }.contains(room);
}

struct Library
{
    const char *pattern; // of the angle-bracket include
    std::function<bool(const std::string &room)> allowed;
};

const std::vector<Library> &libraries()
{
    static const std::vector<Library> list {
        { "^(torch|ATen|c10|caffe2)/", [](const std::string &room) { return isEngine(room); } },
        { "^(Q[A-Z]|Qt[A-Z]|qt)", [](const std::string &room) { return isDesk(room) && room != "storage"; } },
        { "^(QWidget|QtWidgets|QChart|QtCharts|QMainWindow|QApplication)",
            [](const std::string &room) { return room.starts_with("ui/") || room == "app/attune" || room == "attune_verbs"; } },
        { "^(SQLiteCpp/|sqlite3)", [](const std::string &room) { return room == "storage"; } },
        { "^sentencepiece", [](const std::string &room) { return room == "text"; } },
        { "^utf8proc", [](const std::string &room) { return Names { "text", "metrics", "dialogue", "storage" }.contains(room); } },
        { "^openssl/", [](const std::string &room) { return room == "base"; } },
        { "^CLI/", [](const std::string &room) { return room.ends_with("verbs") || room.starts_with("app/"); } },
    };
    return list;
}

struct Include
{
    std::string file;
    std::string room;
    std::string name;
    bool quoted = false;
};

std::vector<Include> readIncludes()
{
    static const std::regex pattern(R"rx(^\s*#\s*include\s*([<"])([^">]+)[">])rx");
    std::vector<Include> includes;
    const fs::path root = ATTUNE_SOURCE_DIR;
    for (const char *top : { "core", "ui", "app" }) {
        if (!fs::exists(root / top))
            continue;
        for (const auto &entry : fs::recursive_directory_iterator(root / top)) {
            const std::string extension = entry.path().extension().string();
            if (extension != ".cpp" && extension != ".h")
                continue;
            const fs::path relative = fs::relative(entry.path(), root);
            base::forEachLine(entry.path(), 0, [&](std::string_view line) {
                std::match_results<std::string_view::const_iterator> match;
                if (std::regex_search(line.begin(), line.end(), match, pattern))
                    includes.push_back({ relative.generic_string(), roomOf(relative), match[2].str(), match[1] == "\"" });
            });
        }
    }
    return includes;
}

} // namespace

class TstWalls : public QObject
{
    Q_OBJECT
private:
    std::vector<Include> m_includes;

    void report(const std::vector<std::string> &faults)
    {
        for (const std::string &fault : faults)
            qWarning("%s", fault.c_str());
        QVERIFY2(faults.empty(), faults.empty() ? "" : faults.front().c_str());
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_includes = readIncludes();
        QVERIFY(m_includes.size() > 100);
    }
    void arrowsGoDownOnly()
    {
        std::vector<std::string> faults;
        for (const Include &include : m_includes) {
            const std::string target = include.quoted ? roomOfInclude(include.name) : std::string();
            if (target.empty() || target == include.room)
                continue;
            if (!allowedFor(include.room).contains(target))
                faults.push_back(include.file + " (" + include.room + ") may not include " + include.name);
        }
        report(faults);
    }
    void nobodyClimbsFolders()
    {
        std::vector<std::string> faults;
        for (const Include &include : m_includes) {
            if (include.name.find("..") != std::string::npos)
                faults.push_back(include.file + " includes " + include.name);
        }
        report(faults);
    }
    void librariesStayWhereTheyBelong()
    {
        std::vector<std::string> faults;
        for (const Include &include : m_includes) {
            for (const Library &library : libraries()) {
                if (!include.quoted && std::regex_search(include.name, std::regex(library.pattern)) && !library.allowed(include.room))
                    faults.push_back(include.file + " (" + include.room + ") may not include <" + include.name + ">");
            }
        }
        report(faults);
    }
    void noAtticsAndNoSingletons()
    {
        static const std::regex attic(R"((^|/|_)(util|utils|common|helper|helpers|manager)(_|\.|/|$))");
        static const std::regex forbidden(R"(processEvents|BlockingQueuedConnection|static [A-Za-z:]+ *[&*] *instance\(\))");
        // Without OpenMP both would run on one thread and say nothing; nn/kernels/team shares out work.
        static const std::regex unshared(R"(at::parallel_for *\(|#pragma omp)");
        static const std::regex waiting(R"(waitFor(Finished|Started|ReadyRead|BytesWritten))");
        std::vector<std::string> faults;
        const fs::path root = ATTUNE_SOURCE_DIR;
        for (const char *top : { "core", "ui", "app" }) {
            if (!fs::exists(root / top))
                continue;
            for (const auto &entry : fs::recursive_directory_iterator(root / top)) {
                const std::string relative = fs::relative(entry.path(), root).generic_string();
                if (std::regex_search(relative, attic))
                    faults.push_back(relative + " is named like an attic");
                const std::string extension = entry.path().extension().string();
                if (extension != ".cpp" && extension != ".h")
                    continue;
                base::forEachLine(entry.path(), 0, [&](std::string_view line) {
                    const std::string text(line);
                    if (std::regex_search(text, forbidden) || std::regex_search(text, unshared) || (relative.starts_with("ui/") && std::regex_search(text, waiting)))
                        faults.push_back(relative + ": " + text);
                });
            }
        }
        report(faults);
    }
    // Pages hear news through Page::hear, which keeps one page's fault from the others. What connects by itself is not a page.
    void newsAreHeardSafely()
    {
        static const std::regex news(R"(connect\([^;]*(Workspace::\w+Changed|JobQueue::(changed|started|ended)|RunRecorder::news))");
        std::vector<std::string> faults;
        const fs::path root = ATTUNE_SOURCE_DIR;
        for (const auto &entry : fs::recursive_directory_iterator(root / "ui")) {
            const std::string relative = fs::relative(entry.path(), root).generic_string();
            // These are no pages, and catch what their slots throw themselves.
            if (entry.path().extension() != ".cpp" || relative == "ui/shell/running_jobs.cpp" || relative == "ui/evaluation/asked_scoring.cpp")
                continue;
            if (std::regex_search(base::readFile(entry.path()), news))
                faults.push_back(relative + " connects to news without Page::hear");
        }
        report(faults);
    }
    void programsAreMainAlone()
    {
        for (const char *program : { "attune", "engine" }) {
            const fs::path folder = fs::path(ATTUNE_SOURCE_DIR) / "app" / program;
            if (!fs::exists(folder))
                continue;
            for (const auto &entry : fs::directory_iterator(folder)) {
                if (entry.path().extension() == ".cpp")
                    QCOMPARE(entry.path().filename().string(), std::string("main.cpp"));
            }
        }
    }
    void filesStayReadable()
    {
        std::vector<std::string> faults;
        const fs::path root = ATTUNE_SOURCE_DIR;
        for (const char *top : { "core", "ui", "app", "tests" }) {
            if (!fs::exists(root / top))
                continue;
            for (const auto &entry : fs::recursive_directory_iterator(root / top)) {
                const std::string extension = entry.path().extension().string();
                if (extension != ".cpp" && extension != ".h")
                    continue;
                // Generated tables are data.
                int lines = 0;
                bool generated = false;
                base::forEachLine(entry.path(), 0, [&](std::string_view line) {
                    generated = generated || (lines < 5 && line.find("generated") != std::string_view::npos);
                    ++lines;
                });
                if (lines > 600 && !generated)
                    faults.push_back(fs::relative(entry.path(), root).generic_string() + " has " + std::to_string(lines) + " lines");
            }
        }
        report(faults);
    }
};

ATTUNE_TEST(TstWalls)
#include "tst_walls.moc"
