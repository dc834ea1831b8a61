// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine_verbs/verbs.h"

int main(int argc, char **argv) { return verbs::runEngine(argc, argv); }
