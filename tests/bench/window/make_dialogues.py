#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Self-written dialogues by the hundred thousand, for bench_window. The same arguments give the same bytes.

    make_dialogues.py FOLDER [--count 100000] [--files 4] [--seed 1]

Writes PESC files (part-1.json ...); every other dialogue is Chinese. Nobody said any of it: sentences are put together from lists.
"""
import argparse
import json
import pathlib
import random

NAMES = {"en": "Ada Bo Cleo Dara Eli Fay Gus Hana Ivo June Kim Lena Milo Noa Ole Pia Quin Ruth Sam Tess".split(),
         "zh": "安然 白露 晨曦 冬梅 方舟 海涛 佳宁 景行 立夏 明月 念慈 青禾 若水 思远 天宇 文静 小满 雅琴 子墨 知秋".split()}
WHO = {"en": "my mother|my sister|an old friend|my teacher|my landlord|the new manager|my flatmate|a neighbour|my uncle|nobody".split("|"),
       "zh": "妈妈 爸爸 姐姐 老师 同事 室友 邻居 朋友 舅舅 经理".split()}
WHAT = {"en": "moved away|lost the keys again|forgot my birthday|failed the exam|sold the car|broke a promise|stopped calling|"
              "borrowed money|fell ill in spring|left without a word|laughed at my plan|didn't come home".split("|"),
        "zh": "搬走了 又丢了钥匙 忘了我的生日 没有通过考试 把车卖了 说话不算数 不再打电话 借了钱 春天生病了 一句话没说就走了 笑话我的打算 没有回家".split()}
WHEN = {"en": "yesterday|last week|two months ago|on Sunday|before the holidays|this morning|in autumn|at the worst time".split("|"),
        "zh": "昨天 上个星期 两个月以前 星期天 放假之前 今天早上 秋天 最坏的时候".split()}
FEEL = {"en": "sad|angry|tired|alone|ashamed|afraid|numb|restless|guilty|lost".split("|"),
        "zh": "难过 生气 疲惫 孤单 羞愧 害怕 麻木 不安 内疚 迷茫".split()}
SEEKER = {"en": ["{when} {who} {what}, and I have been {feel} ever since.", "I can’t sleep because {who} {what}.",
                 "It is {feel} to think that {who} {what} {when}.", "Honestly I don't know why {who} {what}.",
                 "I keep asking myself what I did wrong. {who} {what} {when}.", "Maybe. I still feel {feel} when I come home."],
          "zh": ["{when}{who}{what}，我一直很{feel}。", "因为{who}{what}，我睡不着。", "一想到{who}{when}{what}，我就觉得{feel}。",
                 "说实话我不明白为什么{who}{what}。", "我总在问自己做错了什么。{when}{who}{what}。", "也许吧。回到家我还是很{feel}。"]}
SUPPORTER = {"en": ["That sounds hard. Anyone would be {feel} after that.", "What did you say to {who} {when}?",
                    "You did not cause it. {who} {what}, and that is not your doing.", "Who else knows that you are {feel}?",
                    "Would it help to write down what happened {when}?", "I hear how {feel} you are. Take your time."],
             "zh": ["听起来很不容易，换了谁都会{feel}。", "{when}你跟{who}说了什么？", "这不是你的错，{who}{what}，不是你造成的。",
                    "还有谁知道你这么{feel}？", "把{when}发生的事写下来会不会好一点？", "我听得出你有多{feel}，慢慢来。"]}


def sentence(rng, patterns, language):
    return rng.choice(patterns[language]).format(who=rng.choice(WHO[language]), what=rng.choice(WHAT[language]),
                                                 when=rng.choice(WHEN[language]), feel=rng.choice(FEEL[language]))


def dialogue(rng, number):
    language = "zh" if number % 2 else "en"
    turns = []
    for turn in range(rng.randint(6, 16)):
        speaker, patterns = ("supporter", SUPPORTER) if turn % 2 else ("seeker", SEEKER)
        blank = "" if language == "zh" else " "
        turns.append(f"{speaker}:" + blank.join(sentence(rng, patterns, language) for _ in range(rng.randint(1, 2))))
    situation = sentence(rng, SEEKER, language) + (f"（{number}）" if language == "zh" else f" ({number})")
    return {"whole_dialog": turns,
            "character": {"Name": rng.choice(NAMES[language]), "Age": str(rng.randint(18, 70)), "situation": situation}}


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=pathlib.Path)
    options.add_argument("--count", type=int, default=100_000)
    options.add_argument("--files", type=int, default=4)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    rng = random.Random(given.seed)
    given.folder.mkdir(parents=True, exist_ok=True)
    for part in range(given.files):
        numbers = range(part * given.count // given.files, (part + 1) * given.count // given.files)
        content = {str(number): dialogue(rng, number) for number in numbers}
        (given.folder / f"part-{part + 1}.json").write_text(json.dumps(content, ensure_ascii=False, indent=4), encoding="utf-8")


if __name__ == "__main__":
    main()
