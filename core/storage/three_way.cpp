// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/three_way.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <unordered_set>

namespace storage {

namespace {

const std::string &keyOf(const dialogue::Turn &turn) { return turn.id; }
const std::string &keyOf(const dialogue::ProfileField &field) { return field.name; }

using Keys = std::vector<std::string>;
template <typename Item> using Items = std::vector<Item>;
template <typename Item> using ByKey = std::unordered_map<std::string, Item>;

template <typename Item> Keys keysOf(const Items<Item> &items)
{
    Keys keys;
    for (const Item &item : items)
        keys.push_back(keyOf(item));
    return keys;
}

template <typename Item> ByKey<Item> byKey(const Items<Item> &items)
{
    ByKey<Item> map;
    for (const Item &item : items)
        map.emplace(keyOf(item), item);
    return map;
}

template <typename Item> std::optional<Item> find(const ByKey<Item> &items, const std::string &key)
{
    const auto found = items.find(key);
    return found == items.end() ? std::nullopt : std::optional(found->second);
}

bool contains(const Keys &keys, const std::string &key) { return std::find(keys.begin(), keys.end(), key) != keys.end(); }

Keys onlyThoseIn(const Keys &keys, const Keys &others)
{
    Keys kept;
    std::copy_if(keys.begin(), keys.end(), std::back_inserter(kept), [&](const std::string &key) { return contains(others, key); });
    return kept;
}

// Nothing when both the step and somebody else have put them into another order.
std::optional<Keys> order(const Keys &from, const Keys &to, const Keys &now)
{
    if (from == to || now == to)
        return now;
    if (now == from)
        return to;
    if (onlyThoseIn(from, to) != onlyThoseIn(to, from))
        return std::nullopt;
    // Some came or went: the others stay in the order of now, and who comes stands behind whom it stood before.
    Keys result;
    for (const std::string &key : now) {
        if (contains(to, key) || !contains(from, key))
            result.push_back(key);
    }
    for (size_t i = 0; i < to.size(); ++i) {
        if (contains(from, to[i]) || contains(result, to[i]))
            continue;
        auto at = result.begin();
        for (size_t before = i; before > 0 && at == result.begin(); --before) {
            const auto found = std::find(result.begin(), result.end(), to[before - 1]);
            at = found == result.end() ? result.begin() : found + 1;
        }
        result.insert(at, to[i]);
    }
    return result;
}

template <typename Item> std::optional<Items<Item>> merged(const Items<Item> &from, const Items<Item> &to, const Items<Item> &now)
{
    if (now == from)
        return to;
    const auto was = byKey(from), wanted = byKey(to), is = byKey(now);
    if (was.size() != from.size() || wanted.size() != to.size() || is.size() != now.size())
        return std::nullopt; // two of one name
    ByKey<Item> result;
    for (const auto *side : { &was, &wanted, &is }) {
        for (const auto &[key, item] : *side) {
            const auto f = find(was, key), t = find(wanted, key), n = find(is, key);
            const auto &chosen = f == t ? n : t;
            if (f != t && n != f && n != t)
                return std::nullopt;
            if (chosen)
                result.insert_or_assign(key, *chosen);
        }
    }
    const auto keys = order(keysOf(from), keysOf(to), keysOf(now));
    if (!keys)
        return std::nullopt;
    Items<Item> items;
    for (const std::string &key : *keys) {
        if (auto item = find(result, key))
            items.push_back(std::move(*item));
    }
    return items;
}

template <typename Value> bool mergeValue(const Value &from, const Value &to, Value &now)
{
    if (from == to || now == to)
        return true;
    if (now != from)
        return false;
    now = to;
    return true;
}

} // namespace

std::optional<dialogue::Dialogue> threeWay(const dialogue::Dialogue &from, const dialogue::Dialogue &to, const dialogue::Dialogue &now)
{
    dialogue::Dialogue result = now;
    auto turns = merged(from.turns, to.turns, now.turns);
    if (!turns)
        return std::nullopt;
    result.turns = std::move(*turns);
    const bool others = mergeValue(from.source_key, to.source_key, result.source_key)
        && mergeValue(from.source_name, to.source_name, result.source_name) && mergeValue(from.language, to.language, result.language)
        && mergeValue(from.source_style, to.source_style, result.source_style);
    std::string profile = now.profile.id;
    if (!others || !mergeValue(from.profile.id, to.profile.id, profile))
        return std::nullopt;
    if (profile != now.profile.id)
        result.profile = to.profile;
    return result;
}

std::optional<dialogue::Profile> threeWay(const dialogue::Profile &from, const dialogue::Profile &to, const dialogue::Profile &now)
{
    auto fields = merged(from.fields, to.fields, now.fields);
    if (!fields)
        return std::nullopt;
    return dialogue::Profile { now.id, std::move(*fields) };
}

} // namespace storage
