// SPDX-License-Identifier: GPL-3.0-or-later
// The charts of the Runs page as picture files, from plain values: for verbs without a window and for export.
// Needs a QApplication (the platform "offscreen" suffices: QT_QPA_PLATFORM or -platform offscreen) and the ui thread; looks like
// the application's palette and font (shell::prepareLook, shell::applyTheme). PNG at twice the size, SVG when the name ends so.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace runs {

struct PictureSize
{
    int width = 900; // pixels of the layout; a PNG has twice as many
    int height = 480; // metric bars take the height they need
};

// A curve of a run. Values that are not finite are left out. Long training curves are smoothed, the raw one faintly behind.
struct LossCurve
{
    std::string name; // UTF-8
    std::vector<std::pair<double, double>> points; // step, nats a loss token
    bool evaluation = false; // dashed, in the colour of the curve before it
};

struct ScoredRun
{
    std::string name;
    // "bleu_4" ... "total" on the scale 0 to 100, in the order of the panels; nothing: missing. All runs name the same metrics.
    std::vector<std::pair<std::string, std::optional<double>>> scores;
    bool total_is_partial = false;
};

// Throws base::Failure: FileUnwritable, DiskFull.
void writeLossChart(const std::filesystem::path &path, const std::string &title, const std::vector<LossCurve> &curves, PictureSize size = {});
void writeMetricBars(const std::filesystem::path &path, const std::vector<ScoredRun> &scored, PictureSize size = {});

} // namespace runs
