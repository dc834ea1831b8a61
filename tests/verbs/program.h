// SPDX-License-Identifier: GPL-3.0-or-later
// Runs a built program as a person would and keeps what it said.
#pragma once

#include <QByteArray>
#include <QProcess>
#include <QProcessEnvironment>
#include <QStringList>

struct Said
{
    int code = -1;
    QByteArray out;
    QByteArray err;
};

inline Said runProgram(const QString &name, const QStringList &arguments, const QProcessEnvironment &environment = QProcessEnvironment::systemEnvironment(),
    int milliseconds = 60000)
{
    QProcess process;
    process.setProcessEnvironment(environment);
    process.setStandardInputFile(QProcess::nullDevice());
    process.start(QStringLiteral(ATTUNE_BINARY_DIR "/bin/") + name, arguments);
    Said said;
    if (!process.waitForFinished(milliseconds)) {
        process.kill();
        process.waitForFinished();
        said.err = "did not end in time\n" + process.readAllStandardError();
        return said;
    }
    said.code = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -2;
    said.out = process.readAllStandardOutput();
    said.err = process.readAllStandardError();
    return said;
}
