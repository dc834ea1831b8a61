// SPDX-License-Identifier: GPL-3.0-or-later
// The Porter stemmer (M. F. Porter, "An algorithm for suffix stripping", Program 14.3, 1980) with the extensions that NLTK's
// PorterStemmer uses by default (mode NLTK_EXTENSIONS): irregular forms, words of one or two letters unchanged, other rules
// in steps 1a, 1b, 1c, 2 and 5. It differs from the classic and from Snowball's English stemmer.
#pragma once

#include <string>
#include <string_view>

namespace metrics {

// `word` in lower case (metrics/tokens.h). Lengths are counted in code points.
std::string porterStem(std::string_view word);

} // namespace metrics
