// SPDX-License-Identifier: GPL-3.0-or-later
// Small self-written files in the shapes that are read.
#pragma once

#include <string>

namespace fixtures {

// Laid out as Python's json.dump(indent=4) does it: one seeker line with a space after the colon, Age as a number.
inline const std::string pesc = R"({
    "7": {
        "whole_dialog": [
            "seeker: I can\u2019t sleep since the move.",
            "supporter:Moving unsettles many people. What keeps you awake?",
            "seeker:The noise, and \"what if\" thoughts.",
            "supporter:Let\u2019s look at both \u2014 one at a time."
        ],
        "character": {
            "Name": "Mara Lind",
            "Sex": "Female",
            "Nickname": "Mara",
            "Age": 34,
            "Occupation": "Baker",
            "Hobby": "Choir",
            "Appearance": "Tall",
            "Education Background": "Apprenticeship",
            "emotion_type": "Anxious",
            "problem_type": "Sleep",
            "situation": "I moved to a loud street."
        }
    },
    "8": {
        "whole_dialog": [
            "seeker:My team ignores me.",
            "supporter:"
        ],
        "character": {
            "Name": "Jo Berg",
            "Sex": "Male",
            "Nickname": "Jo",
            "Age": "41",
            "Occupation": "Clerk",
            "Hobby": "Chess",
            "Appearance": "Thin",
            "Education Background": "B.A.",
            "emotion_type": "Sad",
            "problem_type": "Job",
            "situation": "Nobody talks to me at work."
        }
    }
})";

inline const std::string openai
    = "{\"messages\": [{\"role\": \"system\", \"content\": \"Be kind.\"}, {\"role\": \"user\", \"content\": \"I failed.\"}, "
      "{\"role\": \"assistant\", \"content\": \"That hurts.\"}], \"tag\": [1, {\"a\": null}]}\n"
      "{\"messages\": [{\"role\": \"user\", \"content\": \"\xE6\x88\x91\xE5\xBE\x88\xE7\xB4\xAF\xE3\x80\x82\"}, "
      "{\"role\": \"assistant\", \"content\": \"\xE8\xBE\x9B\xE8\x8B\xA6\xE4\xBA\x86\xE3\x80\x82\", \"name\": \"s\"}], "
      "\"profile\": {\"Name\": \"Li\", \"Age\": 29}}\n";

inline const std::string esconv = R"([
 {"experience_type": "Current Experience", "emotion_type": "fear", "problem_type": "job crisis",
  "situation": "My contract ends.", "survey_score": {"seeker": {"empathy": "4"}, "supporter": {}},
  "dialog": [
   {"speaker": "speaker", "annotation": {}, "content": "Hello\n"},
   {"speaker": "listener", "annotation": {"strategy": "Questions"}, "content": "What brings you here?"},
   {"speaker": "speaker", "annotation": {"feedback": "5"}, "content": "My contract ends soon\n"},
   {"speaker": "listener", "annotation": {"strategy": "Other"}, "content": "I see."}]}
])";

inline const std::string smileChat = "[{\"role\": \"client\", \"content\": \"\xE7\x9D\xA1\xE4\xB8\x8D\xE7\x9D\x80\xE3\x80\x82\"}, "
                                     "{\"role\": \"counselor\", \"content\": \"\xE5\xA4\x9A\xE4\xB9\x85\xE4\xBA\x86\xEF\xBC\x9F\", "
                                     "\"annotation\": [{\"sentence\": \"\", \"label\": \"\"}]}]";

} // namespace fixtures
