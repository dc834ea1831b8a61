// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/migrations.h"

#include "schema.h"

#include <array>

namespace storage {

std::span<const std::string_view> migrations()
{
    static constexpr std::array<std::string_view, 4> steps { schema::f_0001_init_sql, schema::f_0002_not_learned_sql,
        schema::f_0003_chat_template_sql, schema::f_0004_nothing_lost_sql };
    return steps;
}

} // namespace storage
