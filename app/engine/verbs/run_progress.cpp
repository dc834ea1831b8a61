// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine_verbs/run_progress.h"

#include "base/numbers.h"
#include "run/notice.h"

#include <cmath>
#include <cstdio>
#include <unistd.h>

namespace verbs {

namespace {

std::string duration(double seconds)
{
    const auto whole = static_cast<int64_t>(std::llround(seconds));
    return whole < 60 ? std::to_string(whole) + " s" : std::to_string((whole + 30) / 60) + " min";
}

std::string stageLine(const base::Json &fields)
{
    const auto text = [&](const char *name) { return base::fieldOr<std::string>(fields, name, "", "event"); };
    if (text("name") != run::kWaiting)
        return text("name");
    const std::string holder = text("holder");
    return "waiting for the device " + text("device") + (holder.empty() ? ", which another job uses" : ", which " + holder + " uses");
}

} // namespace

RunProgress::RunProgress(run::RunFolder folder)
    : m_folder(std::move(folder))
    , m_terminal(::isatty(STDERR_FILENO) != 0)
{
    std::error_code ec;
    const auto size = std::filesystem::file_size(m_folder.eventsFile(), ec);
    m_offset = ec ? 0 : size;
}

void RunProgress::line(const std::string &text)
{
    std::fprintf(stderr, "%s%s\n", m_lineOpen ? "\r\033[K" : "", text.c_str());
    m_lineOpen = false;
}

void RunProgress::take(const run::JobEvent &event)
{
    const base::Json &fields = event.fields;
    if (event.type == "stage") {
        line(stageLine(fields));
    } else if (event.type == "notice") {
        line(run::noticeText(run::noticeFromJson(fields)));
    } else if (event.type == "metric") {
        const std::string name = base::fieldOr<std::string>(fields, "name", "", "event");
        const double value = base::fieldOr<double>(fields, "value", std::nan(""), "event");
        if (name == "loss")
            m_loss = ", loss " + base::toFixed(value, 4);
        else if (name == "eval_loss")
            line("evaluation loss " + base::toFixed(value, 4));
    } else if (event.type == "progress") {
        m_step = base::fieldOr<int64_t>(fields, "step", 0, "event");
        m_total = base::fieldOr<int64_t>(fields, "total", 0, "event");
        const double eta = base::fieldOr<double>(fields, "eta_seconds", -1, "event");
        const std::string text = std::to_string(m_step) + " of " + std::to_string(m_total) + m_loss
            + (eta < 0 ? "" : ", " + duration(eta) + " left");
        if (m_terminal) {
            std::fprintf(stderr, "\r\033[K%s", text.c_str());
            m_lineOpen = true;
        } else if (m_step > 0) {
            line(text);
        }
    }
}

void RunProgress::show()
{
    try {
        std::error_code ec;
        if (std::filesystem::exists(m_folder.eventsFile(), ec))
            m_offset = run::readEvents(m_folder.eventsFile(), m_offset, [this](const run::JobEvent &e) { take(e); });
    } catch (const std::exception &) {
        // Shown again with the next look.
    }
}

void RunProgress::finish()
{
    show();
    if (m_lineOpen)
        std::fputc('\n', stderr);
    m_lineOpen = false;
}

} // namespace verbs
