// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/porter.h"

#include "metrics/tokens.h"

#include <array>
#include <span>
#include <utility>

namespace metrics {

namespace {

using Word = std::u32string;
using View = std::u32string_view;

bool isVowelLetter(char32_t c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u'; }

// A y is a consonant at the start and after a vowel; so a run of y alternates.
bool isConsonant(View word, size_t at)
{
    if (isVowelLetter(word[at]))
        return false;
    if (word[at] != 'y')
        return true;
    size_t first = at;
    while (first > 0 && word[first - 1] == 'y')
        --first;
    const bool firstIsConsonant = first == 0 || isVowelLetter(word[first - 1]);
    return firstIsConsonant == ((at - first) % 2 == 0);
}

// m of [C](VC){m}[V].
int measure(View word)
{
    int count = 0;
    bool before = true; // whether the letter before was a consonant
    for (size_t i = 0; i < word.size(); ++i) {
        const bool consonant = !isVowelLetter(word[i]) && (word[i] != 'y' || i == 0 || !before);
        count += i > 0 && !before && consonant;
        before = consonant;
    }
    return count;
}

bool hasVowel(View word)
{
    bool before = true;
    for (size_t i = 0; i < word.size(); ++i) {
        const bool consonant = !isVowelLetter(word[i]) && (word[i] != 'y' || i == 0 || !before);
        if (!consonant)
            return true;
        before = consonant;
    }
    return false;
}

bool endsDoubleConsonant(View word)
{
    const size_t n = word.size();
    return n >= 2 && word[n - 1] == word[n - 2] && isConsonant(word, n - 1);
}

// consonant, vowel, consonant other than w, x, y; NLTK adds words of a vowel and a consonant.
bool endsCvc(View word)
{
    const size_t n = word.size();
    if (n == 2)
        return !isConsonant(word, 0) && isConsonant(word, 1);
    return n >= 3 && isConsonant(word, n - 3) && !isConsonant(word, n - 2) && isConsonant(word, n - 1) && word[n - 1] != 'w'
        && word[n - 1] != 'x' && word[n - 1] != 'y';
}

Word withEnding(View word, size_t remove, View ending) { return Word(word.substr(0, word.size() - remove)).append(ending); }

struct Rule
{
    View suffix;
    View ending;
};

// The first rule whose suffix fits decides: its ending when the stem's measure is above `above`, else the word as it is.
Word applyFirst(const Word &word, std::span<const Rule> rules, int above)
{
    for (const Rule &rule : rules) {
        if (!word.ends_with(rule.suffix))
            continue;
        const View stem = View(word).substr(0, word.size() - rule.suffix.size());
        return measure(stem) > above ? Word(stem).append(rule.ending) : word;
    }
    return word;
}

// Plurals.
Word step1a(const Word &word)
{
    if (word.ends_with(U"ies"))
        return withEnding(word, 3, word.size() == 4 ? U"ie" : U"i");
    if (word.ends_with(U"sses"))
        return withEnding(word, 2, U"");
    if (word.ends_with(U"s") && !word.ends_with(U"ss"))
        return withEnding(word, 1, U"");
    return word;
}

// What is mended after -ed or -ing was taken off.
Word mended(const Word &stem)
{
    if (stem.ends_with(U"at") || stem.ends_with(U"bl") || stem.ends_with(U"iz"))
        return stem + U'e';
    const char32_t last = stem.back();
    const bool keepsDouble = last == 'l' || last == 's' || last == 'z';
    if (endsDoubleConsonant(stem))
        return keepsDouble ? stem : withEnding(stem, 1, U"");
    // NLTK's rule list holds "*d" as a condition and, when that fails, tries it as an ending: asterisk and d.
    if (stem.ends_with(U"*d"))
        return withEnding(stem, 2, U"d");
    return measure(stem) == 1 && endsCvc(stem) ? stem + U'e' : stem;
}

// -eed, -ed, -ing.
Word step1b(const Word &word)
{
    if (word.ends_with(U"ied"))
        return withEnding(word, 3, word.size() == 4 ? U"ie" : U"i");
    if (word.ends_with(U"eed"))
        return measure(View(word).substr(0, word.size() - 3)) > 0 ? withEnding(word, 1, U"") : word;
    for (const View suffix : { View(U"ed"), View(U"ing") }) {
        const Word stem = word.ends_with(suffix) ? withEnding(word, suffix.size(), U"") : Word();
        if (hasVowel(stem))
            return mended(stem);
    }
    return word;
}

// -y after a consonant, but not in words of two letters.
Word step1c(const Word &word)
{
    if (word.ends_with(U"y") && word.size() > 2 && isConsonant(word, word.size() - 2))
        return withEnding(word, 1, U"i");
    return word;
}

constexpr std::array kStep2 { Rule { U"ational", U"ate" }, Rule { U"tional", U"tion" }, Rule { U"enci", U"ence" },
    Rule { U"anci", U"ance" }, Rule { U"izer", U"ize" }, Rule { U"bli", U"ble" }, Rule { U"alli", U"al" }, Rule { U"entli", U"ent" },
    Rule { U"eli", U"e" }, Rule { U"ousli", U"ous" }, Rule { U"ization", U"ize" }, Rule { U"ation", U"ate" }, Rule { U"ator", U"ate" },
    Rule { U"alism", U"al" }, Rule { U"iveness", U"ive" }, Rule { U"fulness", U"ful" }, Rule { U"ousness", U"ous" },
    Rule { U"aliti", U"al" }, Rule { U"iviti", U"ive" }, Rule { U"biliti", U"ble" }, Rule { U"fulli", U"ful" } };

constexpr std::array kStep3 { Rule { U"icate", U"ic" }, Rule { U"ative", U"" }, Rule { U"alize", U"al" }, Rule { U"iciti", U"ic" },
    Rule { U"ical", U"ic" }, Rule { U"ful", U"" }, Rule { U"ness", U"" } };

constexpr std::array kStep4 { Rule { U"al", U"" }, Rule { U"ance", U"" }, Rule { U"ence", U"" }, Rule { U"er", U"" }, Rule { U"ic", U"" },
    Rule { U"able", U"" }, Rule { U"ible", U"" }, Rule { U"ant", U"" }, Rule { U"ement", U"" }, Rule { U"ment", U"" }, Rule { U"ent", U"" },
    Rule { U"ion", U"" }, Rule { U"ou", U"" }, Rule { U"ism", U"" }, Rule { U"ate", U"" }, Rule { U"iti", U"" }, Rule { U"ous", U"" },
    Rule { U"ive", U"" }, Rule { U"ize", U"" } };

// Double suffixes to single ones.
Word step2(Word word)
{
    // -alli becomes -al, and the result goes through the step again.
    while (word.ends_with(U"alli") && measure(View(word).substr(0, word.size() - 4)) > 0)
        word = withEnding(word, 2, U"");
    const Word changed = applyFirst(word, kStep2, 0);
    if (changed != word || !word.ends_with(U"logi"))
        return changed;
    // The condition of -logi looks at the word without "ogi" only.
    return measure(View(word).substr(0, word.size() - 3)) > 0 ? withEnding(word, 1, U"") : word;
}

Word step4(const Word &word)
{
    // -ion goes only after s or t.
    if (word.ends_with(U"ion")) {
        const View stem = View(word).substr(0, word.size() - 3);
        const bool fits = !stem.empty() && (stem.back() == 's' || stem.back() == 't');
        return fits && measure(stem) > 1 ? Word(stem) : word;
    }
    return applyFirst(word, kStep4, 1);
}

// A last -e, and -ll.
Word step5(Word word)
{
    if (word.ends_with(U"e")) {
        const View stem = View(word).substr(0, word.size() - 1);
        const int m = measure(stem);
        if (m > 1 || (m == 1 && !endsCvc(stem)))
            word.pop_back();
    }
    if (word.ends_with(U"ll") && measure(View(word).substr(0, word.size() - 1)) > 1)
        word.pop_back();
    return word;
}

constexpr std::array kIrregular { std::pair { View(U"sky"), View(U"sky") }, std::pair { View(U"skies"), View(U"sky") },
    std::pair { View(U"dying"), View(U"die") }, std::pair { View(U"lying"), View(U"lie") }, std::pair { View(U"tying"), View(U"tie") },
    std::pair { View(U"news"), View(U"news") }, std::pair { View(U"innings"), View(U"inning") },
    std::pair { View(U"inning"), View(U"inning") }, std::pair { View(U"outings"), View(U"outing") },
    std::pair { View(U"outing"), View(U"outing") }, std::pair { View(U"cannings"), View(U"canning") },
    std::pair { View(U"canning"), View(U"canning") }, std::pair { View(U"howe"), View(U"howe") },
    std::pair { View(U"proceed"), View(U"proceed") }, std::pair { View(U"exceed"), View(U"exceed") },
    std::pair { View(U"succeed"), View(U"succeed") } };

} // namespace

std::string porterStem(std::string_view text)
{
    const Word word = codePoints(text);
    for (const auto &[form, stem] : kIrregular) {
        if (word == form)
            return utf8(stem);
    }
    if (word.size() <= 2)
        return utf8(word);
    const auto step3 = [](const Word &w) { return applyFirst(w, kStep3, 0); };
    return utf8(step5(step4(step3(step2(step1c(step1b(step1a(word))))))));
}

} // namespace metrics
