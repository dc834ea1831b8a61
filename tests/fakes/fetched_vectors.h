// SPDX-License-Identifier: GPL-3.0-or-later
// A cache with a tiny file in the place of the official word vectors, for as long as this lives; no others are named meanwhile.
#pragma once

#include "base/data_dir.h"
#include "base/files.h"
#include "fakes/vector_file_writer.h"

#include <QByteArray>
#include <QTemporaryDir>
#include <QtGlobal>

#include <filesystem>

namespace fakes {

class FetchedVectors
{
public:
    enum class Beside { Nothing, TheModel };

    explicit FetchedVectors(bool isFetched = true, Beside beside = Beside::Nothing)
        : m_hadCache(qEnvironmentVariableIsSet("ATTUNE_CACHE"))
        , m_oldCache(qgetenv("ATTUNE_CACHE"))
        , m_oldVectors(qgetenv("ATTUNE_VECTORS"))
    {
        const std::filesystem::path folder = m_dir.path().toStdString();
        std::filesystem::create_directories(folder / "vectors");
        if (isFetched) {
            const VectorFileParts tiny { { { "What", { .5f, .25f } }, { "a", { .25f, 1 } }, { "the", { 1, .5f } }, { "you", { .75f, 2 } } } };
            base::writeFileAtomically(folder / "vectors/glove.6B.50d.vectors", vectorFile(tiny));
        }
        if (beside == Beside::TheModel)
            std::filesystem::create_directory_symlink(base::cacheDir() / "wheels", folder / "wheels");
        qputenv("ATTUNE_CACHE", cache());
        qunsetenv("ATTUNE_VECTORS");
    }
    ~FetchedVectors()
    {
        qputenv("ATTUNE_VECTORS", m_oldVectors);
        if (m_hadCache)
            qputenv("ATTUNE_CACHE", m_oldCache);
        else
            qunsetenv("ATTUNE_CACHE");
    }
    FetchedVectors(const FetchedVectors &) = delete;
    FetchedVectors &operator=(const FetchedVectors &) = delete;

    QByteArray cache() const { return m_dir.path().toUtf8(); }

private:
    QTemporaryDir m_dir;
    bool m_hadCache;
    QByteArray m_oldCache;
    QByteArray m_oldVectors;
};

} // namespace fakes
