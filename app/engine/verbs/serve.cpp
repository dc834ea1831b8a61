// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine_verbs/serve/chat_server.h"
#include "engine_verbs/verbs.h"

#include <CLI/CLI.hpp>

#include <unistd.h>

namespace verbs {

void addServe(CLI::App &program)
{
    CLI::App *verb = program.add_subcommand(
        "serve", "Answers requests for replies, JSON lines on stdin and stdout, until stdin ends");
    verb->callback([] { ChatServer().serve(STDIN_FILENO, claimStdout()); });
}

} // namespace verbs
