// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakes/bench_workspace.h"

#include "jobs/worker_process.h"

#include <QScopeGuard>

namespace fs = std::filesystem;

class TstWorkerProcess : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // A run's folder may come from somebody else.
    void aLogBehindALinkIsNotWritten()
    {
        const QTemporaryDir dir;
        const fs::path root = fs::canonical(dir.path().toStdString());
        base::writeFileAtomically(root / "engine", "#!/bin/sh\necho words >&2\ntouch done\n");
        fs::permissions(root / "engine", fs::perms::owner_all);
        fs::create_directory(root / "run");
        base::writeFileAtomically(root / "precious", "mine");
        fs::create_symlink(root / "precious", root / "run/engine.log");
        const auto back = qScopeGuard([engine = qgetenv("ATTUNE_ENGINE")] { qputenv("ATTUNE_ENGINE", engine); });
        qputenv("ATTUNE_ENGINE", QByteArray::fromStdString((root / "engine").string()));
        jobs::startWorker(run::RunFolder(root / "run"));
        QTRY_VERIFY_WITH_TIMEOUT(fs::exists(root / "run/done"), 10000);
        QCOMPARE(base::readFile(root / "precious"), std::string("mine"));
    }

    // What the worker is told of places holds in its folder as it did here.
    void placesHoldInTheRunsFolder_data()
    {
        QTest::addColumn<QByteArray>("name");
        for (const char *name : { "ATTUNE_CACHE", "ATTUNE_DATA", "ATTUNE_TORCH_DIR" })
            QTest::newRow(name) << QByteArray(name);
    }
    void placesHoldInTheRunsFolder()
    {
        QFETCH(QByteArray, name);
        const QTemporaryDir dir;
        const fs::path root = fs::canonical(dir.path().toStdString());
        const fs::path told = root / "told";
        base::writeFileAtomically(root / "engine", "#!/bin/sh\nprintenv " + name.toStdString() + " > told.new\nmv told.new " + told.string() + "\n");
        fs::permissions(root / "engine", fs::perms::owner_all);
        fs::create_directory(root / "run");
        const auto back = qScopeGuard([name, old = qgetenv(name.constData()), engine = qgetenv("ATTUNE_ENGINE"), here = fs::current_path()] {
            qputenv(name.constData(), old);
            qputenv("ATTUNE_ENGINE", engine);
            fs::current_path(here);
        });
        qputenv("ATTUNE_ENGINE", QByteArray::fromStdString((root / "engine").string()));
        qputenv(name.constData(), "a/place");
        fs::current_path(root);
        jobs::startWorker(run::RunFolder(root / "run"));
        QTRY_VERIFY_WITH_TIMEOUT(fs::exists(told), 10000);
        QCOMPARE(base::readFile(told), (root / "a/place").string() + "\n");
    }
};

ATTUNE_TEST(TstWorkerProcess)
#include "tst_worker_process.moc"
