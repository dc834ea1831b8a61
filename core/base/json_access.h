// SPDX-License-Identifier: GPL-3.0-or-later
// Bodies of the templates of base/json.h.
#pragma once

#include "base/json.h"

#include <limits>
#include <type_traits>
#include <utility>

namespace base {

namespace detail {
[[noreturn]] void throwWrongType(const std::string &subject, const char *name, const char *expected, const Json &found);
[[noreturn]] void throwOutOfRange(const std::string &subject, const char *name, long long least, unsigned long long most, const Json &found);
[[noreturn]] void throwMissing(const std::string &subject, const char *name);

template <typename T> T convert(const Json &value, const char *name, const std::string &subject)
{
    if constexpr (std::is_same_v<T, Json>) {
        return value;
    } else if constexpr (std::is_same_v<T, bool>) {
        if (!value.is_boolean())
            throwWrongType(subject, name, "true or false", value);
    } else if constexpr (std::is_integral_v<T>) {
        if (!value.is_number_integer())
            throwWrongType(subject, name, "a whole number", value);
        // The library would wrap it around.
        const bool fits = value.is_number_unsigned() ? std::in_range<T>(value.template get<uint64_t>()) : std::in_range<T>(value.template get<int64_t>());
        if (!fits)
            throwOutOfRange(subject, name, (long long)(std::numeric_limits<T>::min()), (unsigned long long)(std::numeric_limits<T>::max()), value);
    } else if constexpr (std::is_floating_point_v<T>) {
        if (!value.is_number())
            throwWrongType(subject, name, "a number", value);
    } else {
        if (!value.is_string())
            throwWrongType(subject, name, "text", value);
    }
    return value.template get<T>();
}
} // namespace detail

template <typename T> T field(const Json &object, const char *name, const std::string &subject)
{
    if (!object.is_object())
        detail::throwWrongType(subject, name, "an object around it", object);
    const auto found = object.find(name);
    if (found == object.end())
        detail::throwMissing(subject, name);
    return detail::convert<T>(*found, name, subject);
}

template <typename T> T fieldOr(const Json &object, const char *name, T fallback, const std::string &subject)
{
    if (!object.is_object())
        detail::throwWrongType(subject, name, "an object around it", object);
    const auto found = object.find(name);
    return found == object.end() || found->is_null() ? fallback : detail::convert<T>(*found, name, subject);
}

} // namespace base
