<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>Error</name>
    <message>
        <source>{subject} does not exist[ ({place})]. Check the path.[ {remedy}]</source>
        <translation>{subject} 不存在[（{place}）]。请检查路径。[{remedy}]</translation>
    </message>
    <message>
        <source>{subject} cannot be read[: {reason}]. Check the path and its permissions.</source>
        <translation>无法读取 {subject}[：{reason}]。请检查路径和权限。</translation>
    </message>
    <message>
        <source>{subject} cannot be written[: {reason}]. Choose another place, or check the folder&apos;s permissions.</source>
        <translation>无法写入 {subject}[：{reason}]。请换一个位置，或检查文件夹的权限。</translation>
    </message>
    <message>
        <source>There is no space left for {subject}[ ({needed} needed)]. Free some space and try again; what was saved before is untouched.</source>
        <translation>磁盘空间不足，无法写入 {subject}[（需要 {needed}）]。请腾出空间后重试；此前保存的内容不受影响。</translation>
    </message>
    <message>
        <source>{subject} is not valid JSON[ at {place}][: {reason}]. Mend the file and try again.</source>
        <translation>{subject} 不是有效的 JSON[（{place}）][：{reason}]。请修正文件后重试。</translation>
    </message>
    <message>
        <source>{subject} has another shape than Attune needs[ at {place}][: expected {expected}][, found {found}]. Correct it and try again.</source>
        <translation>{subject} 的结构不符合要求[（{place}）][：应为 {expected}][，实为 {found}]。请修正后重试。</translation>
    </message>
    <message>
        <source>{subject} lacks the field &quot;{field}&quot;[ at {place}]. Add it and try again.</source>
        <translation>{subject} 缺少字段“{field}”[（{place}）]。请补上后重试。</translation>
    </message>
    <message>
        <source>{subject} has the value {value}[ in {place}], which is not allowed[: {expected}]. Change it and try again.</source>
        <translation>{subject} 的值 {value}[（{place}）]不在允许范围内[：{expected}]。请修改后重试。</translation>
    </message>
    <message>
        <source>{subject} is in no format that Attune knows[: {reason}].[ Known: {known}.]</source>
        <translation>Attune 不认识 {subject} 的格式[：{reason}]。[已知格式：{known}。]</translation>
    </message>
    <message>
        <source>{subject}[, {place}]: the dialogue has no turns. Remove it or add its turns.</source>
        <translation>{subject}[，{place}]：该对话没有任何发言。请删除它或补上发言。</translation>
    </message>
    <message>
        <source>{subject}[, {place}]: the turn does not say who speaks[ (found &quot;{value}&quot;)]. Begin it with a known speaker[: {expected}].</source>
        <translation>{subject}[，{place}]：这条发言没有说明说话人[（读到“{value}”）]。请以已知的说话人开头[：{expected}]。</translation>
    </message>
    <message>
        <source>{subject} is incomplete[ at {place}][: {expected} expected][, {found} found]. Copy or download it again.</source>
        <translation>{subject} 不完整[（{place}）][：应有 {expected}][，实有 {found}]。请重新复制或下载。</translation>
    </message>
    <message>
        <source>{subject} is damaged[ at {place}][: {reason}]. Copy or download it again.</source>
        <translation>{subject} 已损坏[（{place}）][：{reason}]。请重新复制或下载。</translation>
    </message>
    <message>
        <source>The model {subject} is not supported[: {reason}].[ {remedy}] Choose another model, or another file of it.</source>
        <translation>不支持模型 {subject}[：{reason}]。[{remedy}]请换一个模型，或换用它的另一个文件。</translation>
    </message>
    <message>
        <source>The tokenizer of {subject} is not supported[: {reason}]. Choose another model, or another file of it.</source>
        <translation>不支持 {subject} 的分词器[：{reason}]。请换一个模型，或换用它的另一个文件。</translation>
    </message>
    <message>
        <source>{subject} has no tokenizer. Put its tokenizer.json or tokenizer.model into the model&apos;s folder; of a GGUF file, get one that holds its tokenizer.</source>
        <translation>{subject} 没有分词器。请把它的 tokenizer.json 或 tokenizer.model 放入模型文件夹；若是 GGUF 文件，请换用自带分词器的版本。</translation>
    </message>
    <message>
        <source>The chat template of {subject} is not known[: {reason}].[ The nearest known one is {nearest}; choose it if it fits.]</source>
        <translation>无法识别 {subject} 的聊天模板[：{reason}]。[最接近的已知模板是 {nearest}；合适的话可以选用。]</translation>
    </message>
    <message>
        <source>The prompt template has a mistake in {subject}[ at {place}][: {reason}]. Correct it and try again.</source>
        <translation>提示词模板的 {subject} 部分有误[（{place}）][：{reason}]。请改正后重试。</translation>
    </message>
    <message>
        <source>{subject} is too long[ ({found}, at most {limit})][ at {place}]. Shorten it and try again.</source>
        <translation>{subject} 过长[（{found}，最多 {limit}）][（{place}）]。请缩短后重试。</translation>
    </message>
    <message>
        <source>The workspace {subject} was written by a newer version of Attune (schema {found}, this version knows {known}). It was left untouched; update Attune to open it.</source>
        <translation>工作区 {subject} 由更新版本的 Attune 写入（结构版本 {found}，本版本只认识 {known}）。它未被改动；请升级 Attune 后再打开。</translation>
    </message>
    <message>
        <source>{subject} is not an Attune workspace. Choose a folder that holds workspace.db, or create a new one.</source>
        <translation>{subject} 不是 Attune 工作区。请选择包含 workspace.db 的文件夹，或新建一个。</translation>
    </message>
    <message>
        <source>{subject} is a database, not a file for this[: it belongs to the open workspace {workspace}]. Nothing was read or written; choose another file.</source>
        <translation>{subject} 是数据库文件，不能用于此处[：它属于已打开的工作区 {workspace}]。没有读取或写入任何内容；请选择另一个文件。</translation>
    </message>
    <message>
        <source>The workspace {subject} was moved, deleted, replaced or written over while it was open. Nothing more is saved into it. Put its folder back, open the workspace at its new place, or close it and run attune repair.</source>
        <translation>工作区 {subject} 在打开期间被移动、删除、替换或覆盖。之后的内容都没有保存。请将其文件夹放回原处，在新位置打开该工作区，或关闭它并运行 attune repair。</translation>
    </message>
    <message>
        <source>Another program could have changed the workspace {subject} without notice, because its lock was lost. This change was not saved; save it again.</source>
        <translation>工作区 {subject} 的锁已丢失，其他程序可能在未察觉的情况下改动了它。本次修改没有保存；请再保存一次。</translation>
    </message>
    <message>
        <source>The workspace {subject} is damaged[: {reason}]. Nothing was changed. Run attune repair --workspace {subject} to see its backups and go back to the newest good one.</source>
        <translation>工作区 {subject} 已损坏[：{reason}]。没有改动任何内容。请运行 attune repair --workspace {subject} 查看备份，并恢复到最新的完好备份。</translation>
    </message>
    <message>
        <source>The workspace {subject} can only be read here. Nothing was saved; copy its folder to a place that can be written and open it there.</source>
        <translation>工作区 {subject} 在此处只能读取。没有保存任何内容；请将其文件夹复制到可写入的位置后再打开。</translation>
    </message>
    <message>
        <source>The workspace {subject} is open in another program[ (process {pid})]. Close it there and try again.</source>
        <translation>工作区 {subject} 正在另一个程序中打开[（进程 {pid}）]。请先在那里关闭它再试。</translation>
    </message>
    <message>
        <source>The workspace {subject} has been busy for longer than Attune waits: another window or program is changing it. Nothing was saved by this; try again when that has ended.</source>
        <translation>工作区 {subject} 被占用的时间超过了 Attune 的等待时间：另一个窗口或程序正在修改它。这一次没有保存任何内容；请等它结束后再试。</translation>
    </message>
    <message>
        <source>The import of {subject} failed[: {reason}], and {count} of its dialogues could not be taken back yet. They go the next time the workspace is opened with some space free.</source>
        <translation>导入 {subject} 失败[：{reason}]，其中 {count} 个对话暂时无法撤回。释放一些空间后，下次打开工作区时会将它们撤回。</translation>
    </message>
    <message>
        <source>{subject} was changed elsewhere in the meantime. Nothing was overwritten: load the other version, or keep yours.</source>
        <translation>{subject} 在此期间已在别处被修改。没有覆盖任何内容：可以加载另一版本，也可以保留您的版本。</translation>
    </message>
    <message>
        <source>{subject} was not found[ in {place}].[ {remedy}]</source>
        <translation>找不到 {subject}[（在 {place} 中）]。[{remedy}]</translation>
    </message>
    <message>
        <source>The run {subject} is finished and is not changed any more. Start a new run with its settings (attune-engine run: --copy-to DIR).</source>
        <translation>运行 {subject} 已经结束，不会再改动。请用它的设置新建一次运行（attune-engine run 可用 --copy-to DIR）。</translation>
    </message>
    <message>
        <source>The run {subject} is being worked on already[ (process {pid})]. Wait for its end, or stop it first.</source>
        <translation>运行 {subject} 已在进行中[（进程 {pid}）]。请等它结束，或先停止它。</translation>
    </message>
    <message>
        <source>Memory ran out during {subject}[: {reason}].[ {remedy}] Close other programs and try again.</source>
        <translation>{subject} 时内存不足[：{reason}]。[{remedy}]请关闭其他程序后重试。</translation>
    </message>
    <message>
        <source>The worker of {subject} ended without saying why, as after a restart of the machine. Resume the run; it goes on from what was saved.</source>
        <translation>{subject} 的工作进程已消失，原因不明，例如机器重启过。请继续运行，它会从已保存处接着进行。</translation>
    </message>
    <message>
        <source>The worker of {subject} crashed[: {reason}]. engine.log in the run&apos;s folder says more. Resume the run; it goes on from what was saved.</source>
        <translation>{subject} 的工作进程崩溃[：{reason}]。详情见运行文件夹中的 engine.log。请继续运行，它会从已保存处接着进行。</translation>
    </message>
    <message>
        <source>{subject} was cancelled.</source>
        <translation>{subject} 已取消。</translation>
    </message>
    <message>
        <source>{subject}: {reason}</source>
        <translation>{subject}：{reason}</translation>
    </message>
    <message>
        <source>{subject} is not available[: {reason}].[ {remedy}]</source>
        <translation>{subject} 不可用[：{reason}]。[{remedy}]</translation>
    </message>
    <message>
        <source>Something went wrong inside Attune[ in {subject}][: {reason}]. Please report it.</source>
        <translation>Attune 内部出错[（{subject}）][：{reason}]。请报告此问题。</translation>
    </message>
    <message>
        <source>{subject} computes values that are not numbers[ ({place})]. Choose fp32 as compute_type; if that does not help, the files of the model or of the adapter are damaged.</source>
        <translation>{subject} 算出的数值无效[（{place}）]。请将 compute_type 选为 fp32；若仍不行，则模型或适配器的文件已损坏。</translation>
    </message>
    <message>
        <source>The values of {subject} stopped being numbers[ at {place}]. Lower the learning rate and train again.[ The checkpoint {checkpoint} is still there.]</source>
        <translation>{subject} 的数值已溢出或无效[（{place}）]。请降低学习率后重新训练。[检查点 {checkpoint} 仍在。]</translation>
    </message>
    <message>
        <source>Dialogues of {subject} may not leave this machine[: {reason}]. Nothing was written.[ {remedy}]</source>
        <translation>{subject} 的对话不能离开这台电脑[：{reason}]。没有写出任何内容。[{remedy}]</translation>
    </message>
</context>
<context>
    <name>ErrorPhrase</name>
    <message>
        <source>A dialogue with a supporter&apos;s reply</source>
        <translation>带有支持者回复的对话</translation>
    </message>
    <message>
        <source>A dialogue to train on</source>
        <translation>可用于训练的对话</translation>
    </message>
    <message>
        <source>A dialogue to answer</source>
        <translation>可供回复的对话</translation>
    </message>
    <message>
        <source>A dialogue to export</source>
        <translation>可导出的对话</translation>
    </message>
    <message>
        <source>A reply to score</source>
        <translation>可评分的回复</translation>
    </message>
    <message>
        <source>The model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>logits</source>
        <translation>logits</translation>
    </message>
    <message>
        <source>the chosen dialogues</source>
        <translation>所选对话</translation>
    </message>
    <message>
        <source>the training part of the split</source>
        <translation>划分的训练部分</translation>
    </message>
    <message>
        <source>the chosen part of the split</source>
        <translation>划分中所选的部分</translation>
    </message>
    <message>
        <source>the workspace</source>
        <translation>工作区</translation>
    </message>
    <message>
        <source>the workspace and the presets</source>
        <translation>工作区和预设</translation>
    </message>
    <message>
        <source>Import dialogues or widen the choice.</source>
        <translation>请导入对话或放宽选择。</translation>
    </message>
    <message>
        <source>Import more dialogues or change the split&apos;s ratios.</source>
        <translation>请导入更多对话或更改划分比例。</translation>
    </message>
    <message>
        <source>Choose another part or change the split&apos;s ratios.</source>
        <translation>请选择其他部分或更改划分比例。</translation>
    </message>
    <message>
        <source>Widen the choice; nothing was written.</source>
        <translation>请放宽选择；未写入任何内容。</translation>
    </message>
    <message>
        <source>Only finished predictions have scores.</source>
        <translation>只有已完成的预测才有评分。</translation>
    </message>
    <message>
        <source>Close other programs or choose a smaller model.</source>
        <translation>请关闭其他程序或选择更小的模型。</translation>
    </message>
    <message>
        <source>An adapter is a PEFT folder: adapter_config.json beside adapter_model.safetensors.</source>
        <translation>适配器是一个 PEFT 文件夹：adapter_config.json 与 adapter_model.safetensors 放在一起。</translation>
    </message>
    <message>
        <source>another program has been writing to it for more than five seconds</source>
        <translation>另一个程序已持续写入超过五秒</translation>
    </message>
    <message>
        <source>the system ended the worker</source>
        <translation>系统结束了工作进程</translation>
    </message>
    <message>
        <source>it is a folder</source>
        <translation>它是一个文件夹</translation>
    </message>
    <message>
        <source>it is not UTF-8</source>
        <translation>它不是 UTF-8 编码</translation>
    </message>
    <message>
        <source>the folder is not empty</source>
        <translation>文件夹不为空</translation>
    </message>
    <message>
        <source>the folder holds no .json or .jsonl files</source>
        <translation>文件夹中没有 .json 或 .jsonl 文件</translation>
    </message>
    <message>
        <source>there is a workspace already</source>
        <translation>那里已有一个工作区</translation>
    </message>
    <message>
        <source>it is JSON, but holds no dialogues of a known shape</source>
        <translation>它是 JSON，但其中没有已知格式的对话</translation>
    </message>
    <message>
        <source>workspace.db is empty</source>
        <translation>workspace.db 是空文件</translation>
    </message>
    <message>
        <source>workspace.db is no SQLite file</source>
        <translation>workspace.db 不是 SQLite 文件</translation>
    </message>
    <message>
        <source>workspace.db is cut off</source>
        <translation>workspace.db 被截断</translation>
    </message>
    <message>
        <source>there is no workspace.db</source>
        <translation>没有 workspace.db</translation>
    </message>
    <message>
        <source>the disk is full</source>
        <translation>磁盘已满</translation>
    </message>
    <message>
        <source>it is no backup that this version can read</source>
        <translation>它不是本版本能读取的备份</translation>
    </message>
    <message>
        <source>its text is none of those that Attune lays out exactly</source>
        <translation>其文本不是 Attune 能精确排布的任何一种</translation>
    </message>
    <message>
        <source>The run&apos;s folder was moved or deleted; what was recorded of the run stays listed.</source>
        <translation>该运行的文件夹已被移走或删除；已记录的内容仍在列表中。</translation>
    </message>
</context>
<context>
    <name>chat::ChatChoices</name>
    <message>
        <source>rank %1, alpha %2, %3</source>
        <translation>秩 %1，alpha %2，%3</translation>
    </message>
    <message>
        <source>comes with Attune</source>
        <translation>随 Attune 提供</translation>
    </message>
    <message>
        <source>No name</source>
        <translation>无姓名</translation>
    </message>
    <message>
        <source>turns: %1, %2</source>
        <extracomment>number of turns, when it was changed</extracomment>
        <translation>发言数：%1，%2</translation>
    </message>
</context>
<context>
    <name>chat::ChatMessages</name>
    <message>
        <source>%1 tokens/s</source>
        <translation>%1 词元/秒</translation>
    </message>
    <message>
        <source>first token after %1 s</source>
        <translation>首个词元用时 %1 秒</translation>
    </message>
    <message>
        <source>ended at max_new_tokens</source>
        <translation>因 max_new_tokens 结束</translation>
    </message>
    <message>
        <source>ended at the cutoff length</source>
        <translation>因截断长度结束</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>broken off</source>
        <translation>已中断</translation>
    </message>
    <message>
        <source>Seeker</source>
        <translation>求助者</translation>
    </message>
    <message>
        <source>Supporter</source>
        <translation>支持者</translation>
    </message>
</context>
<context>
    <name>chat::ChatPage</name>
    <message>
        <source>Chat</source>
        <translation>聊天</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>新建聊天</translation>
    </message>
    <message>
        <source>Chats</source>
        <translation>聊天记录</translation>
    </message>
    <message>
        <source>Show or hide the settings beside the chat</source>
        <translation>显示或隐藏聊天旁边的设置</translation>
    </message>
    <message>
        <source>The model answered with nothing.</source>
        <translation>模型没有给出任何回复。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再试一次</translation>
    </message>
    <message>
        <source>No chats yet</source>
        <translation>还没有聊天</translation>
    </message>
    <message>
        <source>This is a copy: the dialogue it began with stays as it is.</source>
        <translation>这是一份副本：原来的对话保持不变。</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>重新开始</translation>
    </message>
    <message>
        <source>Keep this one as a new chat</source>
        <translation>将这一份另存为新聊天</translation>
    </message>
    <message>
        <source>Editing your last message; what followed is asked for again.</source>
        <translation>正在修改您的上一条消息；其后的内容会重新生成。</translation>
    </message>
    <message>
        <source>No model is on this machine: add one in Models.</source>
        <translation>本机没有模型：请在“模型”页添加。</translation>
    </message>
    <message>
        <source>%1 is loaded with the first message.</source>
        <translation>%1 会在发送第一条消息时加载。</translation>
    </message>
    <message>
        <source>Starting the engine …</source>
        <translation>正在启动引擎…</translation>
    </message>
    <message>
        <source>Loading %1 … %2 %</source>
        <translation>正在加载 %1… %2 %</translation>
    </message>
    <message>
        <source>%1 is answering …</source>
        <translation>%1 正在回复…</translation>
    </message>
    <message>
        <source>%1 is ready.</source>
        <translation>%1 已就绪。</translation>
    </message>
    <message>
        <source>%1 with %2</source>
        <translation>%1，适配器 %2</translation>
    </message>
    <message>
        <source>Open this chat in Dialogues</source>
        <translation>在“对话”中打开这次聊天</translation>
    </message>
    <message>
        <source>Use %1</source>
        <translation>使用 %1</translation>
    </message>
    <message>
        <source>Begin another chat; this one is kept (Ctrl+N)</source>
        <translation>开始另一次聊天；当前聊天会保留（Ctrl+N）</translation>
    </message>
    <message>
        <source>This chat was changed elsewhere in the meantime. What is on the page is not saved yet; nothing was overwritten.</source>
        <translation>这段聊天同时在别处被修改了。页面上的内容尚未保存；没有覆盖任何内容。</translation>
    </message>
    <message>
        <source>This chat was deleted elsewhere in the meantime. What is on the page is not saved yet.</source>
        <translation>这段聊天同时在别处被删除了。页面上的内容尚未保存。</translation>
    </message>
    <message numerus="yes">
        <source>Another window went with %n chat(s) that were not kept in full: they are among the chats now.</source>
        <translation>
            <numerusform>另一个窗口关闭时有 %n 个聊天尚未完整保存，现已列入聊天记录。</numerusform>
        </translation>
    </message>
    <message>
        <source>Open it</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Another window went while a message was being written in it: “%1”</source>
        <translation>另一个窗口关闭时有一条消息还没写完：“%1”</translation>
    </message>
    <message>
        <source>Write on here</source>
        <translation>在这里接着写</translation>
    </message>
    <message>
        <source>Discard it</source>
        <translation>丢弃</translation>
    </message>
</context>
<context>
    <name>chat::ChatSettings</name>
    <message>
        <source>Decoding</source>
        <translation>解码</translation>
    </message>
    <message>
        <source>Base model</source>
        <translation>基座模型</translation>
    </message>
    <message>
        <source>Adapter</source>
        <translation>适配器</translation>
    </message>
    <message>
        <source>Prompt template</source>
        <translation>提示词模板</translation>
    </message>
    <message>
        <source>Seeker&apos;s profile</source>
        <translation>求助者档案</translation>
    </message>
    <message>
        <source>None (the base model)</source>
        <translation>无（基座模型）</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Sample</source>
        <translation>采样</translation>
    </message>
    <message>
        <source>Draw replies by chance; off: always the likeliest token (greedy)</source>
        <translation>按概率随机抽取回复；关闭时总取概率最高的词元（贪心）</translation>
    </message>
    <message>
        <source>Lower is calmer, higher is more varied</source>
        <translation>越低越稳定，越高越多样</translation>
    </message>
    <message>
        <source>Draw only among the likeliest tokens that together have this share</source>
        <translation>只在累计概率达到该值的最可能词元中抽取</translation>
    </message>
    <message>
        <source>Longest reply, in tokens</source>
        <translation>回复的最大长度（词元）</translation>
    </message>
    <message>
        <source>The same seed gives the same reply</source>
        <translation>相同的种子得到相同的回复</translation>
    </message>
</context>
<context>
    <name>chat::Composer</name>
    <message>
        <source>Seeker</source>
        <translation>求助者</translation>
    </message>
    <message>
        <source>Supporter</source>
        <translation>支持者</translation>
    </message>
    <message>
        <source>Who speaks</source>
        <translation>谁在说话</translation>
    </message>
    <message>
        <source>Seeker: the model answers. Supporter: you answer instead of the model.</source>
        <translation>求助者：由模型回答。支持者：由您代替模型回答。</translation>
    </message>
    <message>
        <source>Answer as the supporter yourself</source>
        <translation>由您以支持者身份回答</translation>
    </message>
    <message>
        <source>Message of the seeker</source>
        <translation>求助者的消息</translation>
    </message>
    <message>
        <source>Message of the supporter</source>
        <translation>支持者的消息</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Ends the reply; what was said is kept (Esc)</source>
        <translation>结束回复；已说的内容会保留（Esc）</translation>
    </message>
    <message>
        <source>Enter sends, Shift+Enter makes a new line</source>
        <translation>按回车发送，Shift+回车换行</translation>
    </message>
    <message>
        <source>Write as the seeker …</source>
        <translation>以求助者身份书写…</translation>
    </message>
</context>
<context>
    <name>chat::TalkView</name>
    <message>
        <source>The chat</source>
        <translation>聊天内容</translation>
    </message>
    <message>
        <source>Loading the model</source>
        <translation>正在加载模型</translation>
    </message>
    <message>
        <source>Talk to a model</source>
        <translation>与模型交谈</translation>
    </message>
    <message>
        <source>Write as the seeker below and the model answers as the supporter. Every chat is kept as a dialogue.</source>
        <translation>在下方以求助者的身份书写，模型会以支持者的身份回答。每次聊天都会保存为一段对话。</translation>
    </message>
    <message>
        <source>I quit my job and now I feel lost.</source>
        <translation>我辞掉了工作，现在感到很迷茫。</translation>
    </message>
    <message>
        <source>My best friend stopped talking to me.</source>
        <translation>我最好的朋友不再理我了。</translation>
    </message>
    <message>
        <source>Regenerate</source>
        <translation>重新生成</translation>
    </message>
    <message>
        <source>Edit last message</source>
        <translation>修改上一条消息</translation>
    </message>
    <message>
        <source>Leave it as it was</source>
        <translation>保持原样</translation>
    </message>
    <message>
        <source>Free the memory</source>
        <translation>释放内存</translation>
    </message>
    <message>
        <source>Ends the model&apos;s process; it is loaded again with the next message</source>
        <translation>结束模型进程；发送下一条消息时会重新加载</translation>
    </message>
    <message>
        <source>Let the model answer</source>
        <translation>让模型回答</translation>
    </message>
    <message>
        <source>The key Up in the empty field does the same</source>
        <translation>在空输入框中按向上键，效果相同</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Copy text</source>
        <translation>复制文字</translation>
    </message>
    <message>
        <source>Open in Dialogues</source>
        <translation>在“对话”中打开</translation>
    </message>
</context>
<context>
    <name>dialogues::DialogueDocument</name>
    <message>
        <source>edit text</source>
        <translation>编辑文字</translation>
    </message>
    <message>
        <source>change strategy</source>
        <translation>更改策略</translation>
    </message>
    <message>
        <source>exchange speaker</source>
        <translation>交换说话人</translation>
    </message>
    <message>
        <source>add turn</source>
        <translation>添加发言</translation>
    </message>
    <message>
        <source>delete turn</source>
        <translation>删除发言</translation>
    </message>
    <message>
        <source>move turn</source>
        <translation>移动发言</translation>
    </message>
    <message>
        <source>mark as no example</source>
        <translation>标为不作示例</translation>
    </message>
    <message>
        <source>mark as example</source>
        <translation>取消“不作示例”标记</translation>
    </message>
</context>
<context>
    <name>dialogues::DialogueList</name>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Search in dialogues and profiles</source>
        <translation>在对话和档案中搜索</translation>
    </message>
    <message>
        <source>Dialogues</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>排序</translation>
    </message>
    <message>
        <source>As imported</source>
        <translation>导入顺序</translation>
    </message>
    <message>
        <source>Last changed</source>
        <translation>最近修改</translation>
    </message>
    <message>
        <source>By key</source>
        <translation>按编号</translation>
    </message>
    <message>
        <source>Longest first</source>
        <translation>最长优先</translation>
    </message>
    <message>
        <source>By situation</source>
        <translation>按处境</translation>
    </message>
    <message>
        <source>All sources</source>
        <translation>全部来源</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>source (dialogues)</comment>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>未知</translation>
    </message>
    <message numerus="yes">
        <source>%n found</source>
        <translation>
            <numerusform>找到 %n 项</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n dialogue(s)</source>
        <translation>
            <numerusform>%n 段对话</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 selected</source>
        <translation>已选 %1 项，共 %2 项</translation>
    </message>
    <message>
        <source>%1. The open dialogue is not among them.</source>
        <comment>after &quot;12 found&quot;</comment>
        <translation>%1。打开的对话不在其中。</translation>
    </message>
</context>
<context>
    <name>dialogues::DialogueRow</name>
    <message>
        <source>Empty dialogue</source>
        <translation>空对话</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>name: situation</comment>
        <translation>%1：%2</translation>
    </message>
    <message numerus="yes">
        <source>%n turn(s)</source>
        <translation>
            <numerusform>%n 条发言</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n strategy(ies)</source>
        <translation>
            <numerusform>%n 个策略</numerusform>
        </translation>
    </message>
    <message>
        <source>revision %1</source>
        <translation>修订 %1</translation>
    </message>
</context>
<context>
    <name>dialogues::DialogueView</name>
    <message>
        <source>Supporter</source>
        <translation>支持者</translation>
    </message>
    <message>
        <source>Seeker</source>
        <translation>求助者</translation>
    </message>
    <message>
        <source>This turn has no text yet</source>
        <translation>这条发言还没有文字</translation>
    </message>
    <message>
        <source>Turns of the dialogue</source>
        <translation>对话中的发言</translation>
    </message>
    <message>
        <source>Turn</source>
        <translation>发言</translation>
    </message>
    <message>
        <source>Edit text</source>
        <translation>编辑文字</translation>
    </message>
    <message>
        <source>Copy text</source>
        <translation>复制文字</translation>
    </message>
    <message>
        <source>Exchange speaker</source>
        <translation>交换说话人</translation>
    </message>
    <message>
        <source>Add a turn below</source>
        <translation>在下方添加发言</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>上移</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>下移</translation>
    </message>
    <message>
        <source>Delete turn</source>
        <translation>删除发言</translation>
    </message>
    <message>
        <source>Open in Prompts</source>
        <translation>在“提示词”中打开</translation>
    </message>
    <message>
        <source>Chat from here</source>
        <translation>从这里开始聊天</translation>
    </message>
    <message>
        <source>No example: a training on chosen turns does not learn this reply</source>
        <translation>不作示例：按所选发言训练时，模型不学习这条回复</translation>
    </message>
    <message>
        <source>Learn from this turn</source>
        <translation>学习这条发言</translation>
    </message>
    <message>
        <source>Do not learn from this turn</source>
        <translation>不学习这条发言</translation>
    </message>
    <message>
        <source>Enter keeps it · Shift+Enter: new line · Esc leaves it</source>
        <translation>Enter 保存 · Shift+Enter 换行 · Esc 不改</translation>
    </message>
    <message>
        <source>Something was written here and not saved: Enter goes on with it</source>
        <translation>这里写过内容但尚未保存：按 Enter 继续</translation>
    </message>
    <message>
        <source>Not saved yet · Enter keeps it · Esc gives it up</source>
        <translation>尚未保存 · Enter 保留 · Esc 放弃</translation>
    </message>
    <message>
        <source>Saved now: “%1”</source>
        <translation>现在保存的是：“%1”</translation>
    </message>
    <message>
        <source>Changed since you wrote this · Enter keeps yours · Esc leaves what is saved: “%1”</source>
        <translation>你写完之后这里被改过 · Enter 保留你的 · Esc 保留已存的：“%1”</translation>
    </message>
</context>
<context>
    <name>dialogues::DialoguesPage</name>
    <message>
        <source>Cancelled in the middle. What was done until then can be undone.</source>
        <translation>已在中途取消。此前已完成的部分可以撤销。</translation>
    </message>
    <message>
        <source>Import dialogues</source>
        <translation>导入对话</translation>
    </message>
    <message>
        <source>Dialogues (*.json *.jsonl *.ndjson *.csv *.tsv *.txt)</source>
        <translation>对话 (*.json *.jsonl *.ndjson *.csv *.tsv *.txt)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>The import was cancelled; files that were read whole are kept.</source>
        <translation>导入已取消；已完整读入的文件会保留。</translation>
    </message>
    <message>
        <source>Export dialogues</source>
        <translation>导出对话</translation>
    </message>
    <message numerus="yes">
        <source>%n dialogue(s) written to %1.</source>
        <translation>
            <numerusform>已将 %n 段对话写入 %1。</numerusform>
        </translation>
    </message>
    <message>
        <source>Dialogue</source>
        <translation>对话</translation>
    </message>
    <message numerus="yes">
        <source>Delete %n dialogue(s)</source>
        <translation>
            <numerusform>删除 %n 段对话</numerusform>
        </translation>
    </message>
    <message>
        <source>Write a new dialogue</source>
        <translation>撰写新对话</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>导入…</translation>
    </message>
    <message>
        <source>Dialogues</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>No dialogues yet</source>
        <translation>还没有对话</translation>
    </message>
    <message>
        <source>Import a file of dialogues (PESC, ESConv, OpenAI messages and more), or drop it here. Or write the first one yourself.</source>
        <translation>导入一个对话文件（PESC、ESConv、OpenAI messages 等格式），或把它拖到这里；也可以自己写下第一段对话。</translation>
    </message>
    <message>
        <source>Import a file…</source>
        <translation>导入文件…</translation>
    </message>
    <message>
        <source>Write a dialogue</source>
        <translation>撰写对话</translation>
    </message>
    <message>
        <source>New</source>
        <translation>新建</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Write the listed dialogues to a file</source>
        <translation>将列出的对话写入文件</translation>
    </message>
    <message>
        <source>Format of the export</source>
        <translation>导出格式</translation>
    </message>
    <message>
        <source>Nothing to show</source>
        <translation>没有可显示的内容</translation>
    </message>
    <message>
        <source>No dialogue fits the search. Try fewer or other words.</source>
        <translation>没有符合搜索条件的对话。请减少或更换关键词。</translation>
    </message>
    <message>
        <source>Edit the turn&apos;s text (Enter)</source>
        <translation>编辑发言文字（Enter）</translation>
    </message>
    <message>
        <source>Add a turn below (A)</source>
        <translation>在下方添加发言（A）</translation>
    </message>
    <message>
        <source>Delete the turn (Del)</source>
        <translation>删除发言（Del）</translation>
    </message>
    <message>
        <source>Open in Prompts</source>
        <translation>在“提示词”中打开</translation>
    </message>
    <message>
        <source>Chat from here</source>
        <translation>从这里开始聊天</translation>
    </message>
    <message>
        <source>Edit the profile</source>
        <translation>编辑档案</translation>
    </message>
    <message>
        <source>Show the profile</source>
        <translation>显示档案</translation>
    </message>
    <message>
        <source>This dialogue was changed elsewhere in the meantime. Your version is on the page and not saved yet.</source>
        <translation>这段对话在此期间已在别处被修改。您的版本显示在页面上，尚未保存。</translation>
    </message>
    <message>
        <source>not saved</source>
        <translation>未保存</translation>
    </message>
    <message>
        <source>revision %1 · saved %2 by %3</source>
        <translation>修订 %1 · %2 由 %3 保存</translation>
    </message>
    <message>
        <source>Bring back</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>This dialogue was deleted elsewhere in the meantime. Your version is on the page and not saved yet.</source>
        <translation>这段对话在此期间已在别处被删除。您的版本显示在页面上，尚未保存。</translation>
    </message>
    <message>
        <source>The turn is as it was before.</source>
        <translation>该轮次保持原样。</translation>
    </message>
    <message>
        <source>Go on with what was written</source>
        <translation>继续编辑刚才写的内容</translation>
    </message>
    <message>
        <source>Written %1 and not saved; the turn was changed since. Both stand on the page.</source>
        <translation>写于%1，尚未保存；此后这条发言已被更改。两个版本都在页面上。</translation>
    </message>
    <message>
        <source>Written %1 and not saved yet.</source>
        <translation>写于%1，尚未保存。</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>Written %1 for a turn that is gone: “%2”</source>
        <translation>写于%1，但所属的发言已不存在：“%2”</translation>
    </message>
    <message>
        <source>Add it as a turn</source>
        <translation>作为发言添加</translation>
    </message>
    <message>
        <source>Undone: %1.</source>
        <translation>已撤销：%1。</translation>
    </message>
    <message>
        <source>Done again: %1.</source>
        <translation>已重做：%1。</translation>
    </message>
    <message>
        <source>Undone in “%1”: %2.</source>
        <translation>已在“%1”中撤销：%2。</translation>
    </message>
    <message>
        <source>Done again in “%1”: %2.</source>
        <translation>已在“%1”中重做：%2。</translation>
    </message>
    <message>
        <source>This dialogue has no profile yet.</source>
        <translation>这段对话还没有档案。</translation>
    </message>
    <message>
        <source>Make one</source>
        <translation>新建档案</translation>
    </message>
    <message>
        <source>New profile</source>
        <translation>新档案</translation>
    </message>
    <message numerus="yes">
        <source>%n dialogue(s) were changed by others since and stay as they are.</source>
        <translation>
            <numerusform>其中 %n 段对话此后被他人修改，保持原样。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n dialogue(s) deleted. The trash keeps them.</source>
        <translation>
            <numerusform>已删除 %n 段对话，可在回收站中找回。</numerusform>
        </translation>
    </message>
    <message>
        <source>Trash</source>
        <translation>回收站</translation>
    </message>
    <message>
        <source>Trash: deleted dialogues</source>
        <translation>回收站：已删除的对话</translation>
    </message>
    <message numerus="yes">
        <source>Export %n dialogue(s)</source>
        <translation>
            <numerusform>导出 %n 段对话</numerusform>
        </translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation>请稍候…</translation>
    </message>
    <message>
        <source>That dialogue was deleted; it lies in the trash.</source>
        <translation>该对话已被删除，现在回收站中。</translation>
    </message>
    <message>
        <source>Open the trash</source>
        <translation>打开回收站</translation>
    </message>
    <message>
        <source>That dialogue is not there any more, and not in the trash either.</source>
        <translation>该对话已不存在，也不在回收站中。</translation>
    </message>
    <message>
        <source>Show it</source>
        <translation>查看</translation>
    </message>
    <message numerus="yes">
        <source>%n dialogue(s) brought back.</source>
        <translation>
            <numerusform>已恢复 %n 段对话。</numerusform>
        </translation>
    </message>
    <message>
        <source>Writing %1…</source>
        <translation>正在写入 %1…</translation>
    </message>
    <message>
        <source>Changes to the turns of this dialogue were made %1 and not saved.</source>
        <translation>此对话的发言在%1有改动，尚未保存。</translation>
    </message>
    <message>
        <source>Take them up</source>
        <translation>接着处理这些改动</translation>
    </message>
    <message numerus="yes">
        <source>Deleting %n dialogue(s)… %1 %</source>
        <translation>
            <numerusform>正在删除 %n 段对话… %1 %</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Bringing back %n dialogue(s)… %1 %</source>
        <translation>
            <numerusform>正在恢复 %n 段对话… %1 %</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n 个文件</numerusform>
        </translation>
    </message>
    <message>
        <source>Importing %1… %2 %</source>
        <translation>正在导入 %1… %2 %</translation>
    </message>
    <message>
        <source>Taking back what came in of %1…</source>
        <translation>正在撤回 %1 已导入的内容…</translation>
    </message>
    <message>
        <source>No dialogue is open</source>
        <translation>没有打开的对话</translation>
    </message>
    <message>
        <source>Choose one in the list.</source>
        <translation>请在列表中选择一段对话。</translation>
    </message>
    <message numerus="yes">
        <source>%n dialogue(s) are a revision further; undo takes it back.</source>
        <translation>
            <numerusform>%n 个对话有了新修订；可以撤销。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Taking %n new revision(s)…</source>
        <translation>
            <numerusform>正在采用 %n 个新修订…</numerusform>
        </translation>
    </message>
    <message>
        <source>Something is to be decided before %1 is written.</source>
        <translation>写出 %1 之前有事情要决定。</translation>
    </message>
    <message>
        <source>Looking at what goes into %1…</source>
        <translation>正在检查要写入 %1 的内容…</translation>
    </message>
    <message>
        <source>Sources and licences…</source>
        <translation>来源与许可…</translation>
    </message>
</context>
<context>
    <name>dialogues::ExportView</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Before %1 is written</source>
        <translation>写出 %1 之前</translation>
    </message>
    <message>
        <source>%1, as %2. Nothing was written yet.</source>
        <extracomment>how many dialogues, name of the format</extracomment>
        <translation>%1，格式为 %2。尚未写出任何内容。</translation>
    </message>
    <message numerus="yes">
        <source>%n dialogue(s)</source>
        <translation>
            <numerusform>%n 个对话</numerusform>
        </translation>
    </message>
    <message>
        <source>Write it</source>
        <translation>写出</translation>
    </message>
    <message>
        <source>Where the dialogues come from</source>
        <translation>对话从哪里来</translation>
    </message>
    <message>
        <source>Who made them, under which licence they stand, and whether they may leave this machine. An export asks where nothing was said.</source>
        <translation>由谁产生、使用什么许可，以及能否离开这台电脑。没有说明的来源在导出时会询问。</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>What this format cannot hold</source>
        <translation>这种格式存不下的内容</translation>
    </message>
    <message>
        <source>The first: dialogue %1.</source>
        <translation>第一个：对话 %1。</translation>
    </message>
    <message>
        <source>The workspace keeps all of it; only the file has less.</source>
        <translation>工作区会全部保留；只是文件里少一些。</translation>
    </message>
    <message>
        <source>May these leave this machine?</source>
        <translation>这些可以离开这台电脑吗？</translation>
    </message>
    <message>
        <source>Talks of real people need their consent. What you say is kept, and not asked again.</source>
        <translation>真实人物的谈话需要他们同意。你的回答会保存，不再询问。</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Origin</source>
        <translation>出处</translation>
    </message>
    <message>
        <source>Licence or consent</source>
        <translation>许可或同意书</translation>
    </message>
    <message>
        <source>Leaving</source>
        <translation>离开本机</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>不清楚</translation>
    </message>
    <message>
        <source>Real people</source>
        <translation>真实人物</translation>
    </message>
    <message>
        <source>Simulated</source>
        <translation>模拟生成</translation>
    </message>
    <message>
        <source>Written by us</source>
        <translation>自己编写</translation>
    </message>
    <message>
        <source>Public data</source>
        <translation>公开数据</translation>
    </message>
    <message>
        <source>Not said yet</source>
        <translation>尚未说明</translation>
    </message>
    <message>
        <source>May leave</source>
        <translation>可以离开</translation>
    </message>
    <message>
        <source>Must stay here</source>
        <translation>必须留在这里</translation>
    </message>
    <message>
        <source>e.g. CC BY-NC 4.0</source>
        <translation>例如 CC BY-NC 4.0</translation>
    </message>
    <message>
        <source>Origin of %1</source>
        <translation>%1 的出处</translation>
    </message>
    <message>
        <source>Licence or consent of %1</source>
        <translation>%1 的许可或同意书</translation>
    </message>
    <message>
        <source>Whether %1 may leave</source>
        <translation>%1 能否离开</translation>
    </message>
    <message>
        <source>(without a name)</source>
        <translation>（无名称）</translation>
    </message>
    <message>
        <source>What must stay here cannot be written. Cancel keeps your answer; export other sources instead.</source>
        <translation>必须留在这里的内容不能写出。取消会保存你的回答；请改为导出其他来源。</translation>
    </message>
    <message>
        <source>Say of each whether it may leave; then it can be written.</source>
        <translation>请逐一说明能否离开，然后才能写出。</translation>
    </message>
    <message>
        <source>All of it may leave.</source>
        <translation>全部都可以离开。</translation>
    </message>
</context>
<context>
    <name>dialogues::ImportReport</name>
    <message numerus="yes">
        <source>Imported %n dialogue(s).</source>
        <translation>
            <numerusform>已导入 %n 段对话。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n were here already.</source>
        <translation>
            <numerusform>%n 段此前已存在。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n could not be read.</source>
        <translation>
            <numerusform>%n 段无法读取。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) were refused; nothing of them was kept.</source>
        <translation>
            <numerusform>%n 个文件被拒绝，其内容均未保留。</numerusform>
        </translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>What was odd</source>
        <translation>异常之处</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>What was odd in the imported files</source>
        <translation>导入文件中的异常之处</translation>
    </message>
    <message>
        <source>Nothing was odd.</source>
        <translation>没有发现异常。</translation>
    </message>
    <message>
        <source>What follows was noticed while reading; texts were kept as the files have them unless it says otherwise.</source>
        <translation>以下是读取时注意到的情况；除非另有说明，文字均按文件原样保留。</translation>
    </message>
    <message>
        <source>Nothing was brought in; this is why.</source>
        <translation>没有导入任何内容；原因如下。</translation>
    </message>
    <message numerus="yes">
        <source>Take %n as new revision(s)</source>
        <translation>
            <numerusform>将 %n 个作为新修订采用</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dialogues::NoteWords</name>
    <message>
        <source>The file began with a byte order mark; it is not part of the dialogues.</source>
        <translation>文件以字节顺序标记开头，它不属于对话内容。</translation>
    </message>
    <message>
        <source>The turn is empty.</source>
        <translation>该轮次为空。</translation>
    </message>
    <message>
        <source>The seeker&apos;s turn is empty.</source>
        <translation>求助者的这一轮为空。</translation>
    </message>
    <message>
        <source>%1 of %2 supporter turns are blank; a model can fill them.</source>
        <translation>支持者的 %2 个轮次中有 %1 个为空，可由模型填写。</translation>
    </message>
    <message>
        <source>The dialogue has no &quot;character&quot;, so it has no profile.</source>
        <translation>该对话没有“character”，因此没有档案。</translation>
    </message>
    <message>
        <source>The field %1 stands twice in one object; the last one was read.</source>
        <translation>字段 %1 在同一对象中出现两次，读取的是最后一个。</translation>
    </message>
    <message>
        <source>The key %1 stands more than once in the file.</source>
        <translation>键 %1 在文件中出现不止一次。</translation>
    </message>
    <message>
        <source>Left out: %1</source>
        <translation>已跳过：%1</translation>
    </message>
    <message>
        <source>The file&apos;s layout is not one that can be written back byte for byte; an export holds the same dialogues in a tidy layout.</source>
        <translation>该文件的排版无法逐字节写回；导出的文件含有相同的对话，排版整齐。</translation>
    </message>
    <message numerus="yes">
        <source>%n more note(s) are not listed.</source>
        <translation>
            <numerusform>另有 %n 条说明未列出。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n turn(s) had whitespace around their text. It is not part of the text; an export in the same format puts it back.</source>
        <translation>
            <numerusform>%n 个轮次的文字前后有空白。空白不属于文字；以同一格式导出时会放回。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n strategies “%1” are read as “%2”.</source>
        <translation>
            <numerusform>%n 个策略“%1”按“%2”读取。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) came in several parts; they are joined to one text.</source>
        <translation>
            <numerusform>%n 条消息分为多个部分，已合并为一段文字。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n system message(s) are kept for export and are not part of the dialogue.</source>
        <translation>
            <numerusform>%n 条系统消息仅为导出而保留，不属于对话。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) of tools (“%1”) are kept for export and are not part of the dialogue.</source>
        <translation>
            <numerusform>%n 条工具消息（“%1”）会为导出保留，不属于对话内容。</numerusform>
        </translation>
    </message>
    <message>
        <source>The turn has several strategies, %1; they are kept for export and none is shown.</source>
        <translation>该发言有多个策略（%1）；它们会为导出保留，但不显示。</translation>
    </message>
    <message numerus="yes">
        <source>%n turn(s) have a field %1; it is kept with the dialogue and is not shown.</source>
        <translation>
            <numerusform>%n 条发言带有字段 %1；它随对话保留，但不显示。</numerusform>
        </translation>
    </message>
    <message>
        <source>The profile “%1” is not an object of fields but %2; it is kept for export and is not shown.</source>
        <translation>档案“%1”不是由字段组成的对象，而是 %2；它会为导出保留，但不显示。</translation>
    </message>
    <message numerus="yes">
        <source>%n number(s) cannot be held as they stand; their digits are kept as text, and an export in the same format writes them as they were.</source>
        <translation>
            <numerusform>%n 个数字无法按原样保存；其各位数字以文本形式保留，以相同格式导出时会写回原样。</numerusform>
        </translation>
    </message>
    <message>
        <source>The file&apos;s fields %1 belong to no dialogue and are left aside.</source>
        <translation>文件中的字段 %1 不属于任何对话，未被读入。</translation>
    </message>
    <message>
        <source>The text before the first turn is kept with the dialogue and is not shown: %1</source>
        <translation>第一条发言之前的文本随对话保留，但不显示：%1</translation>
    </message>
    <message numerus="yes">
        <source>%n dialogue(s) number their speakers without saying who seeks help; the first to speak is read as the seeker.</source>
        <translation>
            <numerusform>%n 个对话只给说话者编号，没有说明谁是求助者；最先说话的一方按求助者读入。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) of the folder are not read: %1</source>
        <translation>
            <numerusform>文件夹中有 %n 个文件未被读取：%1</numerusform>
        </translation>
    </message>
    <message>
        <source>The same speaker as in the turn before.</source>
        <translation>说话人与上一轮相同。</translation>
    </message>
    <message>
        <source>The supporter speaks first.</source>
        <translation>支持者先发言。</translation>
    </message>
    <message>
        <source>The seeker gives a rating, a trace of how the text was made.</source>
        <translation>求助者给出了评分，这是文本生成过程留下的痕迹。</translation>
    </message>
    <message>
        <source>The same content as dialogue %1.</source>
        <translation>内容与对话 %1 相同。</translation>
    </message>
    <message numerus="yes">
        <source>%n dialogue(s) are nearly equal to others; a split keeps each in one part with its like.</source>
        <translation>
            <numerusform>%n 个对话与其他对话几乎相同；划分时会与相近的对话留在同一部分。</numerusform>
        </translation>
    </message>
    <message>
        <source>It is nearly equal to %1 and to %2, which a split may part; it stays with the first.</source>
        <translation>它与 %1 和 %2 都几乎相同，而划分可能把这两者分开；它与前者留在一起。</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between places</comment>
        <translation>，</translation>
    </message>
    <message>
        <source>dialogue %1</source>
        <translation>对话 %1</translation>
    </message>
    <message>
        <source>line %1</source>
        <translation>第 %1 行</translation>
    </message>
    <message>
        <source>turn %1</source>
        <translation>第 %1 轮</translation>
    </message>
    <message>
        <source>turns %1</source>
        <translation>第 %1 轮</translation>
    </message>
    <message numerus="yes">
        <source>%n dialogue(s) cannot be read back from the file.</source>
        <translation>
            <numerusform>%n 个对话无法从文件中读回。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n dialogue(s) are written with other turns than they have.</source>
        <translation>
            <numerusform>%n 个对话写出的轮次与原来不同。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n turn(s) are written with another text than they have.</source>
        <translation>
            <numerusform>%n 个轮次写出的文字与原来不同。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n turn(s) lose their strategy.</source>
        <translation>
            <numerusform>%n 个轮次会失去策略。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n turn(s) lose the mark that nothing is to be learned from them.</source>
        <translation>
            <numerusform>%n 个轮次会失去“不作为学习例子”的标记。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n dialogue(s) lose their profile.</source>
        <translation>
            <numerusform>%n 个对话会失去档案。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n profile(s) lose fields or write them otherwise: %1.</source>
        <translation>
            <numerusform>%n 份档案会失去字段或写法不同：%1。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n dialogue(s) lose the number or name that their file gave them, or share it and are numbered anew.</source>
        <translation>
            <numerusform>%n 个对话会失去文件给它们的编号或名称，或因重号而重新编号。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) that are no turns (system, tools) are lost.</source>
        <translation>
            <numerusform>%n 条不是轮次的消息（系统、工具）会丢失。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n dialogue(s) lose fields of their own file: %1.</source>
        <translation>
            <numerusform>%n 个对话会失去原文件自有的字段：%1。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n dialogue(s) are here under the same number with other content (%1 of them edited here since). They were not brought in; they can be taken as new revisions of those.</source>
        <translation>
            <numerusform>%n 个对话在这里已有相同编号但内容不同（其中 %1 个此后在这里编辑过）。它们没有导入；可以作为那些对话的新修订采用。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dialogues::StrategyBar</name>
    <message>
        <source>Strategy of the turn</source>
        <translation>发言的策略</translation>
    </message>
    <message>
        <source>Only a supporter&apos;s turn has a strategy.</source>
        <translation>只有支持者的发言才有策略。</translation>
    </message>
</context>
<context>
    <name>dialogues::TurnEditor</name>
    <message>
        <source>Text of the turn</source>
        <translation>发言的文字</translation>
    </message>
    <message>
        <source>Write what is said…</source>
        <translation>写下说的话…</translation>
    </message>
</context>
<context>
    <name>evaluation::EvaluateForm</name>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Replies</source>
        <translation>回复</translation>
    </message>
    <message>
        <source>Scores</source>
        <translation>得分</translation>
    </message>
    <message>
        <source>Name of the run</source>
        <translation>运行名称</translation>
    </message>
    <message>
        <source>Model or adapter</source>
        <translation>模型或适配器</translation>
    </message>
    <message>
        <source>A base model, or the adapter of a training</source>
        <translation>基座模型，或某次训练得到的适配器</translation>
    </message>
    <message>
        <source>Prompt template</source>
        <translation>提示词模板</translation>
    </message>
    <message>
        <source>The system message before every dialogue, frozen with the run</source>
        <translation>每段对话之前的系统消息，随运行一起冻结</translation>
    </message>
    <message>
        <source>The workspace</source>
        <translation>工作区</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>测试集</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>验证集</translation>
    </message>
    <message>
        <source>Train (seen before)</source>
        <translation>训练集（训练时见过）</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Taken from</source>
        <translation>取自</translation>
    </message>
    <message>
        <source>The frozen data of a training with its split, or the workspace as it is now</source>
        <translation>某次训练冻结的数据及其划分，或工作区的当前内容</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>部分</translation>
    </message>
    <message>
        <source>Answers only the first so many dialogues</source>
        <translation>只回答前若干段对话</translation>
    </message>
    <message>
        <source>Answers only the first so many supporter turns of each dialogue</source>
        <translation>每段对话只回答支持者的前若干条发言</translation>
    </message>
    <message>
        <source>gold: the file&apos;s replies</source>
        <translation>gold：文件中的回复</translation>
    </message>
    <message>
        <source>own: the model&apos;s replies</source>
        <translation>own：模型自己的回复</translation>
    </message>
    <message>
        <source>greedy: the likeliest</source>
        <translation>贪心：取概率最高的</translation>
    </message>
    <message>
        <source>sampled: by chance</source>
        <translation>采样：按概率随机抽取</translation>
    </message>
    <message>
        <source>none besides the end of the turn</source>
        <translation>除发言结束外别无其他</translation>
    </message>
    <message>
        <source>What stands before a reply</source>
        <translation>回复之前的上文来自哪里</translation>
    </message>
    <message>
        <source>How the next token is chosen</source>
        <translation>如何选择下一个词元</translation>
    </message>
    <message>
        <source>Lower is calmer, higher is more varied; it drives Distinct up</source>
        <translation>越低越稳定，越高越多样；会抬高 Distinct</translation>
    </message>
    <message>
        <source>Draw only among the likeliest tokens that together have this share</source>
        <translation>只在累计概率达到该值的最可能词元中抽取</translation>
    </message>
    <message>
        <source>Longest reply in tokens</source>
        <translation>回复的最大词元数</translation>
    </message>
    <message>
        <source>A reply also ends before any of these texts; separate them by |</source>
        <translation>回复遇到这些文本之一时也会结束；用 | 分隔</translation>
    </message>
    <message>
        <source>The same seed gives the same replies</source>
        <translation>相同的种子得到相同的回复</translation>
    </message>
    <message>
        <source>Tokens of prompt and reply together; the oldest turns are left out</source>
        <translation>提示词与回复合计的词元数；超出时舍去最早的发言</translation>
    </message>
    <message>
        <source>Where it is computed</source>
        <translation>在哪个设备上计算</translation>
    </message>
    <message>
        <source>What the model computes in</source>
        <translation>模型的计算精度</translation>
    </message>
    <message>
        <source>The shared task&apos;s definition: BLEU-4, METEOR, ROUGE-L, Vector Extrema, Distinct-2, Distinct-3, G-Score and their Total</source>
        <translation>共享任务的定义：BLEU-4、METEOR、ROUGE-L、Vector Extrema、Distinct-2、Distinct-3、G-Score 及其总分</translation>
    </message>
    <message>
        <source>none: Vector Extrema stays missing</source>
        <translation>无：Vector Extrema 将缺失</translation>
    </message>
    <message>
        <source>Choose a file of word vectors</source>
        <translation>选择词向量文件</translation>
    </message>
    <message>
        <source>none: 20 to 100</source>
        <translation>无：20 到 100</translation>
    </message>
    <message>
        <source>Definition</source>
        <translation>评分定义</translation>
    </message>
    <message>
        <source>Word vectors</source>
        <translation>词向量</translation>
    </message>
    <message>
        <source>G-Score</source>
        <translation>G-Score</translation>
    </message>
    <message>
        <source>Word vectors: one word and its numbers a line</source>
        <translation>词向量：每行一个词及其数值</translation>
    </message>
    <message>
        <source>%1 on %2</source>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>As it was trained</source>
        <translation>与训练时相同</translation>
    </message>
    <message>
        <source>A base model has no prompt of its own: choose one.</source>
        <translation>基座模型没有自己的提示词模板，请选择一个。</translation>
    </message>
    <message>
        <source>There is no such file.</source>
        <translation>没有这个文件。</translation>
    </message>
    <message>
        <source>A number from 20 to 100: the mean mark / 5 x 100.</source>
        <translation>20 到 100 之间的数：平均分 / 5 × 100。</translation>
    </message>
    <message>
        <source>%1, unless a file is named</source>
        <translation>%1，除非另行指定文件</translation>
    </message>
</context>
<context>
    <name>evaluation::EvaluatePage</name>
    <message>
        <source>Dialogue</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>Seeker</source>
        <translation>求助者</translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>参考回复</translation>
    </message>
    <message>
        <source>Reply</source>
        <translation>回复</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>词元</translation>
    </message>
    <message>
        <source>temperature %1, top_p %2, seed %3</source>
        <translation>temperature %1，top_p %2，seed %3</translation>
    </message>
    <message>
        <source>greedy</source>
        <translation>贪心</translation>
    </message>
    <message>
        <source>%1 · %2 · at most %3 new tokens · history %4 · %5</source>
        <translation>%1 · %2 · 最多 %3 个新词元 · 上文 %4 · %5</translation>
    </message>
    <message>
        <source>Evaluate</source>
        <translation>评测</translation>
    </message>
    <message>
        <source>Start evaluation</source>
        <translation>开始评测</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Ends after the reply at hand; the replies so far are kept</source>
        <translation>完成当前回复后结束；已有的回复会保留</translation>
    </message>
    <message>
        <source>Stop now</source>
        <translation>立即停止</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Score again</source>
        <translation>重新评分</translation>
    </message>
    <message>
        <source>With the word vectors and the G-Score of the form; earlier scores are kept beside the new ones</source>
        <translation>使用表单中的词向量和 G-Score；之前的得分与新得分一并保留</translation>
    </message>
    <message>
        <source>Show in Runs</source>
        <translation>在“运行”中显示</translation>
    </message>
    <message>
        <source>Replies made</source>
        <translation>已生成的回复</translation>
    </message>
    <message>
        <source>Replies</source>
        <translation>回复</translation>
    </message>
    <message>
        <source>Let a model answer dialogues it has not seen.</source>
        <translation>让模型回答它没有见过的对话。</translation>
    </message>
    <message>
        <source>Replies appear here as they are made, scores at the end.</source>
        <translation>回复会边生成边显示在这里，最后给出得分。</translation>
    </message>
    <message>
        <source>%1 (adapter, rank %2)</source>
        <translation>%1（适配器，秩 %2）</translation>
    </message>
    <message>
        <source>%1 (base model)</source>
        <translation>%1（基座模型）</translation>
    </message>
    <message>
        <source>as in %1</source>
        <translation>与 %1 相同</translation>
    </message>
    <message>
        <source>stopping after this reply</source>
        <translation>完成这条回复后停止</translation>
    </message>
    <message>
        <source>There are no replies to score.</source>
        <translation>没有可评分的回复。</translation>
    </message>
    <message>
        <source>Not scored yet.</source>
        <translation>尚未评分。</translation>
    </message>
    <message>
        <source>Scoring …</source>
        <translation>正在评分…</translation>
    </message>
    <message>
        <source>Not allowed yet: %1</source>
        <translation>还不能开始：%1</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>还需 %1</translation>
    </message>
    <message>
        <source>Starts as soon as the dialogues are counted.</source>
        <translation>对话统计完成后立即开始。</translation>
    </message>
    <message>
        <source>Counting dialogues …</source>
        <translation>正在统计对话…</translation>
    </message>
    <message numerus="yes">
        <source>%1 replies in %n dialogue(s)</source>
        <translation>
            <numerusform>%n 段对话中的 %1 条回复</numerusform>
        </translation>
    </message>
    <message>
        <source>There is nothing to answer: choose another part or other dialogues.</source>
        <translation>没有可回复的内容：请选择其他部分或其他对话。</translation>
    </message>
    <message>
        <source>at work or waiting: %1</source>
        <translation>进行中或等待中：%1</translation>
    </message>
    <message>
        <source>%1 of %2 replies</source>
        <translation>%1 / %2 条回复</translation>
    </message>
    <message>
        <source>no reply yet</source>
        <translation>尚无回复</translation>
    </message>
    <message>
        <source>Ends the worker at once; the reply at hand is lost</source>
        <translation>立即终止工作进程；正在生成的回复会丢失</translation>
    </message>
    <message>
        <source>Evaluations</source>
        <translation>评测</translation>
    </message>
    <message>
        <source>The adapter was trained on %1 of these dialogues: scores on them are too good.</source>
        <translation>适配器用其中 %1 个对话训练过：在这些对话上的得分会偏高。</translation>
    </message>
</context>
<context>
    <name>evaluation::ScoreCard</name>
    <message>
        <source>Scores</source>
        <translation>得分</translation>
    </message>
    <message numerus="yes">
        <source>%1 · %n replies · %2</source>
        <translation>
            <numerusform>%1 · %n 条回复 · %2</numerusform>
        </translation>
    </message>
    <message>
        <source>Partial total: without %1; never compare it with a complete Total, nor with one that lacks other metrics.</source>
        <translation>总分不完整：缺少 %1；切勿与完整的总分比较，也不要与缺少其他指标的总分比较。</translation>
    </message>
    <message numerus="yes">
        <source>Word vectors: %n row(s) of the file were no vectors and were passed over; the score file names them.</source>
        <translation>
            <numerusform>词向量：文件中有 %n 行不是向量，已跳过；得分文件中列出了它们。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n repl(y/ies) are Chinese, which puts no spaces between words: %1 counts what stands between spaces, so whole sentences count as one word. Its numbers say little of such replies.</source>
        <translation>
            <numerusform>%n 条回复是中文，词之间没有空格：%1 按空格计词，整句会算作一个词。它的数字对这类回复说明不了什么。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>home::HomePage</name>
    <message>
        <source>Home</source>
        <translation>首页</translation>
    </message>
    <message>
        <source>Open the sample</source>
        <translation>打开示例</translation>
    </message>
    <message>
        <source>Over a hundred dialogues written for Attune, with profiles, to try everything on: read, chat, train, score.</source>
        <translation>一百多段专为 Attune 撰写的对话，附带求助者档案，可供试用全部功能：阅读、聊天、训练、评分。</translation>
    </message>
    <message>
        <source>Import a file</source>
        <translation>导入文件</translation>
    </message>
    <message>
        <source>PESC, ESConv, SmileChat or OpenAI messages; with a report of whatever was odd.</source>
        <translation>支持 PESC、ESConv、SmileChat 和 OpenAI messages，并报告所有异常之处。</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>导入…</translation>
    </message>
    <message>
        <source>Begin a workspace</source>
        <translation>新建工作区</translation>
    </message>
    <message>
        <source>One folder that holds dialogues, profiles, prompts and runs. Import your files into it.</source>
        <translation>一个文件夹，收纳对话、档案、提示词和运行记录。请将您的文件导入其中。</translation>
    </message>
    <message>
        <source>New workspace…</source>
        <translation>新建工作区…</translation>
    </message>
    <message>
        <source>Add a model</source>
        <translation>添加模型</translation>
    </message>
    <message>
        <source>Qwen2.5 or a Llama-type model from a Hugging Face folder or a GGUF file on this machine.</source>
        <translation>来自本机 Hugging Face 文件夹或 GGUF 文件的 Qwen2.5 或 Llama 类模型。</translation>
    </message>
    <message>
        <source>Add a model…</source>
        <translation>添加模型…</translation>
    </message>
    <message>
        <source>Open a workspace</source>
        <translation>打开工作区</translation>
    </message>
    <message>
        <source>Go on where you or a colleague left off: choose a folder that ends in .attune.</source>
        <translation>接着您或同事上次的工作继续：选择以 .attune 结尾的文件夹。</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>打开…</translation>
    </message>
    <message>
        <source>Welcome to Attune</source>
        <translation>欢迎使用 Attune</translation>
    </message>
    <message>
        <source>A workbench for emotional support dialogue models: read and annotate dialogues, fine-tune a model on them, and judge its replies. Everything stays on this machine.</source>
        <translation>情感支持对话模型的工作台：阅读和标注对话，用它们微调模型，再评判模型的回复。所有数据都留在本机。</translation>
    </message>
    <message>
        <source>An empty workspace. Import dialogues to begin.</source>
        <translation>空的工作区。导入对话即可开始。</translation>
    </message>
    <message numerus="yes">
        <source>%n dialogue(s)</source>
        <translation>
            <numerusform>%n 段对话</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n profile(s)</source>
        <translation>
            <numerusform>%n 份档案</numerusform>
        </translation>
    </message>
    <message>
        <source>Talk to a model</source>
        <translation>与模型交谈</translation>
    </message>
    <message>
        <source>Write as a seeker and read how the model answers, with or without an adapter of yours.</source>
        <translation>以求助者的身份写下心事，看看模型如何回应；可以加上您自己的适配器，也可以不加。</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>聊天</translation>
    </message>
</context>
<context>
    <name>home::MachineCard</name>
    <message>
        <source>Worker</source>
        <translation>工作进程</translation>
    </message>
    <message>
        <source>libtorch</source>
        <translation>libtorch</translation>
    </message>
    <message>
        <source>Graphics card</source>
        <translation>显卡</translation>
    </message>
    <message>
        <source>Embedded model</source>
        <translation>内置模型</translation>
    </message>
    <message>
        <source>WordNet</source>
        <translation>WordNet</translation>
    </message>
    <message>
        <source>Word vectors</source>
        <translation>词向量</translation>
    </message>
    <message>
        <source>Trains, chats and evaluates.</source>
        <translation>负责训练、聊天和评测。</translation>
    </message>
    <message>
        <source>Ready for the worker.</source>
        <translation>已就绪，可供工作进程使用。</translation>
    </message>
    <message>
        <source>Training and replies run on it.</source>
        <translation>训练和生成回复都在它上面进行。</translation>
    </message>
    <message>
        <source>A small instruct model to chat with and to train at once.</source>
        <translation>一个小型指令模型，可立即聊天和训练。</translation>
    </message>
    <message>
        <source>METEOR knows synonyms.</source>
        <translation>METEOR 可识别同义词。</translation>
    </message>
    <message>
        <source>Vector Extrema can be scored.</source>
        <translation>可计算 Vector Extrema。</translation>
    </message>
    <message>
        <source>Without it nothing can be trained or answered. Run packaging/run.sh to build it.</source>
        <translation>缺少它就无法训练和回复。请运行 packaging/run.sh 进行构建。</translation>
    </message>
    <message>
        <source>The worker cannot start without it. Run packaging/run.sh to fetch it.</source>
        <translation>缺少它工作进程就无法启动。请运行 packaging/run.sh 获取。</translation>
    </message>
    <message>
        <source>None found; everything runs on the processor.</source>
        <translation>未找到；全部在处理器上计算。</translation>
    </message>
    <message>
        <source>Run packaging/run.sh to fetch it, or add a model of your own on the Models page.</source>
        <translation>运行 packaging/run.sh 获取，或在“模型”页添加您自己的模型。</translation>
    </message>
    <message>
        <source>METEOR cannot be scored. Install the Debian package wordnet-base.</source>
        <translation>无法计算 METEOR。请安装 Debian 软件包 wordnet-base。</translation>
    </message>
    <message numerus="yes">
        <source>%n core(s)</source>
        <translation>
            <numerusform>%n 核</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 memory, %2 free</source>
        <translation>内存 %1，可用 %2</translation>
    </message>
    <message>
        <source>%1 free on disk</source>
        <translation>磁盘可用 %1</translation>
    </message>
    <message>
        <source>Looking at this machine…</source>
        <translation>正在检测本机…</translation>
    </message>
    <message>
        <source>This machine</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>重新检测</translation>
    </message>
    <message>
        <source>Vector Extrema stays empty and Total is partial. Run packaging/run.sh to fetch the official word vectors, or name a file on the Evaluate page.</source>
        <translation>Vector Extrema 为空，总分不完整。请运行 packaging/run.sh 获取官方词向量，或在“评测”页上指定文件。</translation>
    </message>
</context>
<context>
    <name>home::RecentCard</name>
    <message>
        <source>Recent workspaces</source>
        <translation>最近的工作区</translation>
    </message>
    <message>
        <source>What you open or create appears here.</source>
        <translation>您打开或新建的工作区会显示在这里。</translation>
    </message>
    <message>
        <source>open</source>
        <translation>已打开</translation>
    </message>
</context>
<context>
    <name>home::RunsCard</name>
    <message>
        <source>%1 · waiting</source>
        <translation>%1 · 等待中</translation>
    </message>
    <message>
        <source>%1 · running since %2</source>
        <translation>%1 · 自 %2 起运行</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>No runs yet. Train an adapter on your dialogues; its curve, scores and replies gather here.</source>
        <translation>还没有运行记录。用您的对话训练一个适配器；它的曲线、得分和回复会汇集于此。</translation>
    </message>
</context>
<context>
    <name>models::MemoryFit</name>
    <message>
        <source>Chat, fp32</source>
        <translation>聊天，fp32</translation>
    </message>
    <message>
        <source>Chat, bf16</source>
        <translation>聊天，bf16</translation>
    </message>
    <message>
        <source>LoRA, fp32, cutoff 512</source>
        <translation>LoRA，fp32，截断长度 512</translation>
    </message>
    <message>
        <source>LoRA, fp32, cutoff 2048</source>
        <translation>LoRA，fp32，截断长度 2048</translation>
    </message>
    <message>
        <source>LoRA, bf16, cutoff 2048</source>
        <translation>LoRA，bf16，截断长度 2048</translation>
    </message>
    <message>
        <source>Full fine-tuning, fp32, cutoff 512</source>
        <translation>全参数微调，fp32，截断长度 512</translation>
    </message>
    <message>
        <source>What fits this machine</source>
        <translation>本机能跑什么</translation>
    </message>
    <message>
        <source>needs about %1 of %2</source>
        <translation>约需 %1，共有 %2</translation>
    </message>
    <message>
        <source>needs about %1 of %2: tight</source>
        <translation>约需 %1，共有 %2：较紧张</translation>
    </message>
    <message>
        <source>needs about %1, there are %2</source>
        <translation>约需 %1，只有 %2</translation>
    </message>
</context>
<context>
    <name>models::ModelPanel</name>
    <message>
        <source>Comes with Attune</source>
        <translation>随 Attune 提供</translation>
    </message>
    <message>
        <source>Not on this machine: get it and add its folder</source>
        <translation>不在本机：获取后添加其文件夹</translation>
    </message>
    <message>
        <source>What is wrong with the model</source>
        <translation>模型的问题</translation>
    </message>
    <message>
        <source>On this machine</source>
        <translation>在本机上</translation>
    </message>
    <message>
        <source>Chat with it</source>
        <translation>与它聊天</translation>
    </message>
    <message>
        <source>Train on it</source>
        <translation>用它训练</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>重新检查</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Copy source</source>
        <translation>复制来源</translation>
    </message>
    <message>
        <source>Remove from the list</source>
        <translation>从列表移除</translation>
    </message>
    <message>
        <source>Its files stay where they are</source>
        <translation>文件保留在原处</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Architecture</source>
        <translation>架构</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数量</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>结构</translation>
    </message>
    <message>
        <source>%1 layers of %2, feed-forward %3, %4 heads, %5 for keys and values</source>
        <translation>%1 层，隐藏维度 %2，前馈维度 %3，注意力头 %4 个，键值头 %5 个</translation>
    </message>
    <message>
        <source>Context length</source>
        <translation>上下文长度</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 个词元</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>%1 as %2</source>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>Tokenizer</source>
        <translation>分词器</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Chat template</source>
        <translation>聊天模板</translation>
    </message>
    <message>
        <source>Languages</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>not stated</source>
        <translation>未说明</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>Chat template of the model</source>
        <translation>模型的聊天模板</translation>
    </message>
    <message>
        <source>As the model&apos;s files say</source>
        <translation>以模型文件为准</translation>
    </message>
    <message>
        <source>Unknown: choose one</source>
        <translation>未知：请选择</translation>
    </message>
    <message>
        <source>%1 (recognised)</source>
        <translation>%1（已识别）</translation>
    </message>
    <message>
        <source>%1 (nearest)</source>
        <translation>%1（最接近）</translation>
    </message>
</context>
<context>
    <name>models::ModelRow</name>
    <message>
        <source>files missing</source>
        <translation>缺少文件</translation>
    </message>
    <message>
        <source>no tokenizer</source>
        <translation>缺少分词器</translation>
    </message>
    <message>
        <source>tokenizer not supported</source>
        <translation>分词器不受支持</translation>
    </message>
    <message>
        <source>chat template unknown</source>
        <translation>聊天模板未知</translation>
    </message>
    <message>
        <source>not supported</source>
        <translation>不受支持</translation>
    </message>
    <message>
        <source>incomplete</source>
        <translation>不完整</translation>
    </message>
    <message>
        <source>damaged</source>
        <translation>已损坏</translation>
    </message>
    <message>
        <source>not here</source>
        <translation>不在本机</translation>
    </message>
    <message>
        <source>checking …</source>
        <translation>检查中…</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>%1 M</source>
        <extracomment>%1 million parameters</extracomment>
        <translation>%1 M</translation>
    </message>
    <message>
        <source>%1 B</source>
        <extracomment>%1 billion parameters</extracomment>
        <translation>%1 B</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数量</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>English</source>
        <translation>英语</translation>
    </message>
    <message>
        <source>Chinese</source>
        <translation>中文</translation>
    </message>
</context>
<context>
    <name>models::ModelsPage</name>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Add a model</source>
        <translation>添加模型</translation>
    </message>
    <message>
        <source>GGUF file …</source>
        <translation>GGUF 文件…</translation>
    </message>
    <message>
        <source>Hugging Face folder …</source>
        <translation>Hugging Face 文件夹…</translation>
    </message>
    <message>
        <source>Or drag a folder or a .gguf file onto this page</source>
        <translation>也可把文件夹或 .gguf 文件拖到此页</translation>
    </message>
    <message>
        <source>on this machine: %1 · known beyond: %2</source>
        <translation>本机：%1 · 其他已知：%2</translation>
    </message>
    <message>
        <source>“%1” is no model: choose a folder with config.json and safetensors files, or a .gguf file.</source>
        <translation>“%1”不是模型：请选择包含 config.json 和 safetensors 文件的文件夹，或 .gguf 文件。</translation>
    </message>
    <message>
        <source>“%1” is no longer in the list; its files are where they were.</source>
        <translation>“%1”已不在列表中；文件仍在原处。</translation>
    </message>
    <message>
        <source>Bring it back</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Add a GGUF file</source>
        <translation>添加 GGUF 文件</translation>
    </message>
    <message>
        <source>GGUF files (*.gguf)</source>
        <translation>GGUF 文件 (*.gguf)</translation>
    </message>
    <message>
        <source>Add a model folder</source>
        <translation>添加模型文件夹</translation>
    </message>
</context>
<context>
    <name>models::Notes</name>
    <message>
        <source>The embedded model: fetched by packaging/fetch.sh by name and hash, quantized to 4 bits (Q4_1). Small, warm, English only.</source>
        <translation>内置模型：由 packaging/fetch.sh 按名称和哈希值获取，4 位量化（Q4_1）。小巧、语气温和，仅支持英语。</translation>
    </message>
    <message>
        <source>The smallest of the family: good for trying a study out on a processor.</source>
        <translation>该系列中最小的模型：适合先在处理器上试跑一遍研究流程。</translation>
    </message>
    <message>
        <source>LoRA fits a 16 GB machine in fp32 with short cutoffs, or a small graphics card in bf16.</source>
        <translation>LoRA：16 GB 内存可用 fp32 配较短的截断长度，或用小显存显卡配 bf16。</translation>
    </message>
    <message>
        <source>Qwen Research License: research and evaluation only, no commercial use without asking the authors.</source>
        <translation>Qwen Research License：仅限研究与评估，商业用途须征得作者同意。</translation>
    </message>
    <message>
        <source>The size that the shared task&apos;s systems are mostly built on; LoRA wants a graphics card of 40 GB.</source>
        <translation>评测任务的系统大多采用这一规模；LoRA 需要 40 GB 显卡。</translation>
    </message>
    <message>
        <source>LoRA wants a graphics card of 80 GB.</source>
        <translation>LoRA 需要 80 GB 显卡。</translation>
    </message>
    <message>
        <source>Chat wants 40 GB of memory from a Q8_0 file, or a graphics card of 80 GB in bf16; LoRA wants 128 GB.</source>
        <translation>聊天：Q8_0 文件需 40 GB 内存，bf16 需 80 GB 显卡；LoRA 需要 128 GB。</translation>
    </message>
    <message>
        <source>Qwen License: commercial use above 100 million monthly users needs a separate agreement. Too large for one graphics card: chat from a Q8_0 or Q4_0 file on the processor.</source>
        <translation>Qwen License：月活跃用户超过一亿的商业用途需另行授权。单块显卡放不下：可在处理器上用 Q8_0 或 Q4_0 文件聊天。</translation>
    </message>
</context>
<context>
    <name>parts::DataChoice</name>
    <message>
        <source>All of them</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>By file: train, validation, test</source>
        <translation>按文件：训练、验证、测试</translation>
    </message>
    <message>
        <source>Dialogues</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>With the words</source>
        <translation>包含词语</translation>
    </message>
    <message>
        <source>Only dialogues whose text or profile contains all of these words</source>
        <translation>仅限文字或档案中包含所有这些词语的对话</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>划分</translation>
    </message>
    <message>
        <source>Split seed</source>
        <translation>划分种子</translation>
    </message>
    <message>
        <source>Train %1 · validation %2 · test %3</source>
        <translation>训练 %1 · 验证 %2 · 测试 %3</translation>
    </message>
    <message>
        <source>Seeded, 8:1:1</source>
        <translation>按种子随机划分 8:1:1</translation>
    </message>
    <message>
        <source>The files they were imported from; Space takes one or leaves it out. Chats are left out unless they are checked</source>
        <translation>导入时的来源文件；按空格键选取或排除。聊天记录除非勾选，否则不会使用</translation>
    </message>
    <message>
        <source>Dialogues of one situation and near-duplicates never stand in two parts: what was seen in training makes every score too good. A set that grows keeps its parts</source>
        <translation>处境相同的对话和几乎相同的对话不会分到两个部分：训练时见过的内容会使所有得分虚高。数据增加时，原有划分保持不变</translation>
    </message>
    <message>
        <source>The same seed gives each dialogue the same part</source>
        <translation>种子相同，每个对话所属的部分就相同</translation>
    </message>
    <message>
        <source>Chats (%1)</source>
        <translation>聊天记录（%1）</translation>
    </message>
</context>
<context>
    <name>parts::DataRecipe</name>
    <message>
        <source>seed %1, %2</source>
        <translation>种子 %1，%2</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between names</comment>
        <translation>，</translation>
    </message>
    <message>
        <source>seed %1, %2 by situation, older split</source>
        <translation>种子 %1，%2，按处境，旧版划分</translation>
    </message>
    <message>
        <source>seed %1, %2, older split</source>
        <translation>种子 %1，%2，旧版划分</translation>
    </message>
    <message>
        <source>by file: %1</source>
        <translation>按文件：%1</translation>
    </message>
    <message>
        <source>train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>only %1</source>
        <translation>仅 %1</translation>
    </message>
    <message>
        <source>without %1</source>
        <translation>不含 %1</translation>
    </message>
    <message>
        <source>with the words “%1”</source>
        <translation>包含词语“%1”</translation>
    </message>
    <message>
        <source>language %1</source>
        <translation>语言 %1</translation>
    </message>
    <message>
        <source>the part %1 only</source>
        <translation>仅%1部分</translation>
    </message>
    <message>
        <source>cut to %1 training tokens</source>
        <translation>截至 %1 个训练词元</translation>
    </message>
    <message>
        <source>Not taken: %1</source>
        <translation>未使用：%1</translation>
    </message>
    <message>
        <source>No dialogue falls into: %1. A part is never filled from another one; more dialogues or another seed may fill it.</source>
        <translation>没有对话落入：%1。不会从其他部分补充；更多对话或另一个种子也许能填入。</translation>
    </message>
    <message numerus="yes">
        <source>%n situation(s) or near-duplicate(s) stand in more than one part: scores on them are too good.</source>
        <translation>
            <numerusform>%n 个处境或几乎相同的对话组出现在多个部分：相应得分会虚高。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n dialogue(s) are left out: without a supporter&apos;s reply, with an empty turn, or of no part.</source>
        <translation>
            <numerusform>跳过 %n 个对话：没有支持者的回复、含空轮次，或不属于任何部分。</numerusform>
        </translation>
    </message>
    <message>
        <source>Split %1</source>
        <translation>划分：%1</translation>
    </message>
</context>
<context>
    <name>parts::EditHistory</name>
    <message>
        <source>edit text</source>
        <translation>编辑文字</translation>
    </message>
    <message>
        <source>change strategy</source>
        <translation>更改策略</translation>
    </message>
    <message>
        <source>mark as no example</source>
        <translation>标为不作示例</translation>
    </message>
    <message>
        <source>mark as example</source>
        <translation>取消“不作示例”标记</translation>
    </message>
    <message>
        <source>exchange speaker</source>
        <translation>交换说话人</translation>
    </message>
    <message>
        <source>add turn</source>
        <translation>添加发言</translation>
    </message>
    <message>
        <source>delete turn</source>
        <translation>删除发言</translation>
    </message>
    <message>
        <source>move turn</source>
        <translation>移动发言</translation>
    </message>
    <message>
        <source>new dialogue</source>
        <translation>新建对话</translation>
    </message>
    <message>
        <source>new profile for the dialogue</source>
        <translation>为对话新建档案</translation>
    </message>
    <message>
        <source>new profile</source>
        <translation>新建档案</translation>
    </message>
    <message>
        <source>delete profile</source>
        <translation>删除档案</translation>
    </message>
    <message>
        <source>edit %1</source>
        <translation>编辑%1</translation>
    </message>
    <message>
        <source>add field</source>
        <translation>添加字段</translation>
    </message>
    <message>
        <source>rename field</source>
        <translation>重命名字段</translation>
    </message>
    <message>
        <source>remove field</source>
        <translation>移除字段</translation>
    </message>
    <message numerus="yes">
        <source>delete %n dialogue(s)</source>
        <translation>
            <numerusform>删除 %n 段对话</numerusform>
        </translation>
    </message>
    <message>
        <source>bring back from the trash</source>
        <translation>从回收站恢复</translation>
    </message>
    <message>
        <source>“%1” was changed elsewhere since, so “%2” was left as it is. Nothing was overwritten.</source>
        <translation>“%1”此后已在别处更改，因此“%2”没有撤销或重做，也没有覆盖任何内容。</translation>
    </message>
    <message>
        <source>What “%1” changed was deleted elsewhere since, so it was left as it is.</source>
        <translation>“%1”所更改的内容此后已在别处删除，因此没有变动。</translation>
    </message>
    <message>
        <source>change</source>
        <translation>更改</translation>
    </message>
    <message>
        <source>The step before is still at work. Undo and redo go on when it is done.</source>
        <translation>上一步仍在进行。完成后可继续撤销和重做。</translation>
    </message>
    <message>
        <source>Something else was done while the step waited, so nothing was undone or done again.</source>
        <translation>这一步等待期间又有了其他改动，因此没有撤销或重做任何内容。</translation>
    </message>
    <message numerus="yes">
        <source>take %n new revision(s)</source>
        <translation>
            <numerusform>采用 %n 个新修订</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>parts::FieldForm</name>
    <message>
        <source>A number from %1 to %2.</source>
        <translation>%1 到 %2 之间的数。</translation>
    </message>
    <message>
        <source>Choose a model.</source>
        <translation>请选择模型。</translation>
    </message>
    <message>
        <source>Choose at least one layer.</source>
        <translation>请至少选择一层。</translation>
    </message>
</context>
<context>
    <name>parts::FileDialog</name>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>%1 file</source>
        <translation>%1 文件</translation>
    </message>
</context>
<context>
    <name>parts::FormFields</name>
    <message>
        <source>“%1” is no number that fits here; %2 stays.</source>
        <translation>“%1”不是此处可用的数字；仍为 %2。</translation>
    </message>
</context>
<context>
    <name>parts::MessageList</name>
    <message>
        <source>Messages</source>
        <translation>消息</translation>
    </message>
</context>
<context>
    <name>parts::MetricWords</name>
    <message>
        <source>Shared word sequences of one to four words, each reply by itself: brevity penalty x (p1 p2 p3 p4)^(1/4), orders without a match counted as 0.1 (smoothing method 1). Mean over replies, x 100. Replies that share no word score 0.</source>
        <translation>一到四个词的共有词序列，逐条回复计算：长度惩罚 × (p1 p2 p3 p4)^(1/4)，没有匹配的阶数按 0.1 计（平滑方法 1）。对回复取平均，×100。没有共同词的回复得 0 分。</translation>
    </message>
    <message>
        <source>Words matched as they are, by stem, by synonym: (1 - 0.5 (chunks / matches)^3) x P R / (0.9 P + 0.1 R). The METEOR of 2007 as NLTK computes it, not METEOR 1.5. Mean over replies, x 100.</source>
        <translation>按原形、词干、同义词匹配单词：(1 - 0.5 (块数 / 匹配数)^3) × P R / (0.9 P + 0.1 R)。即 NLTK 实现的 2007 年版 METEOR，而非 METEOR 1.5。对回复取平均，×100。</translation>
    </message>
    <message>
        <source>Longest common subsequence L of stemmed words: F1 of P = L / words of the reply and R = L / words of the reference. Mean over replies, x 100. Only a-z and digits count, so Chinese text scores 0.</source>
        <translation>词干化单词的最长公共子序列 L：P = L / 回复词数与 R = L / 参考词数的 F1。对回复取平均，×100。只计 a-z 和数字，因此中文文本得 0 分。</translation>
    </message>
    <message>
        <source>Cosine between the componentwise maxima of the word vectors of both texts, x 100. With this definition nearly every pair is above 94, so it tells little.</source>
        <translation>两段文本词向量逐分量最大值之间的余弦，×100。按此定义几乎每一对都高于 94，因此区分度很小。</translation>
    </message>
    <message>
        <source>Different word pairs / all word pairs over all replies together, x 100. Falls with the number of replies and rises with the temperature: compare sets of equal size only.</source>
        <translation>所有回复合计：不同的词对数 / 全部词对数，×100。随回复数量下降、随温度上升：只应比较同样大小的集合。</translation>
    </message>
    <message>
        <source>Different word triples / all word triples over all replies together, x 100. Falls with the number of replies and rises with the temperature: compare sets of equal size only.</source>
        <translation>所有回复合计：不同的三词组数 / 全部三词组数，×100。随回复数量下降、随温度上升：只应比较同样大小的集合。</translation>
    </message>
    <message>
        <source>Mean of a judge&apos;s marks from 1 to 5, divided by 5, x 100: as it was entered, with its source in the run folder.</source>
        <translation>评判者 1 至 5 分的平均值除以 5，×100：按录入的数值，其来源记录在运行文件夹中。</translation>
    </message>
    <message>
        <source>0.2 METEOR + 0.2 BLEU-4 + 0.2 ROUGE-L + 0.1 Vector Extrema + 0.1 Distinct-2 + 0.1 Distinct-3 + 0.1 G-Score. Only complete when all seven are there.</source>
        <translation>0.2 METEOR + 0.2 BLEU-4 + 0.2 ROUGE-L + 0.1 Vector Extrema + 0.1 Distinct-2 + 0.1 Distinct-3 + 0.1 G-Score。七项齐全时才完整。</translation>
    </message>
    <message>
        <source>The weighted sum of the metrics that are there. Compare it only with sums that lack the same metrics, never with a complete Total.</source>
        <translation>现有指标的加权和。只能与缺少同样指标的总和比较，不能与完整的总分比较。</translation>
    </message>
    <message>
        <source>Training loss</source>
        <translation>训练损失</translation>
    </message>
    <message>
        <source>Mean cross-entropy of the tokens that carry loss, in nats a token.</source>
        <translation>计入损失的词元的平均交叉熵，单位：奈特/词元。</translation>
    </message>
    <message>
        <source>Evaluation loss</source>
        <translation>验证损失</translation>
    </message>
    <message>
        <source>The loss on the validation part, in nats a token that carries loss.</source>
        <translation>验证集上的损失，单位：奈特/计损失词元。</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>The step size of the optimizer at this step.</source>
        <translation>优化器在该步的步长。</translation>
    </message>
    <message>
        <source>Gradient norm</source>
        <translation>梯度范数</translation>
    </message>
    <message>
        <source>Euclidean norm of all gradients before clipping.</source>
        <translation>裁剪前全部梯度的欧几里得范数。</translation>
    </message>
    <message>
        <source>Tokens per second</source>
        <translation>每秒词元数</translation>
    </message>
    <message>
        <source>Tokens trained on a second, padding not counted.</source>
        <translation>每秒训练的词元数，不计填充。</translation>
    </message>
    <message>
        <source>There are no replies to score.</source>
        <translation>没有可评分的回复。</translation>
    </message>
    <message>
        <source>No word vectors were given; the official ones are glove.6B.50d.txt.</source>
        <translation>没有提供词向量；官方使用 glove.6B.50d.txt。</translation>
    </message>
    <message>
        <source>No judge has rated the replies and no value was entered.</source>
        <translation>回复尚未经过评判，也没有录入数值。</translation>
    </message>
    <message>
        <source>entered by hand</source>
        <translation>手动录入</translation>
    </message>
    <message>
        <source>the paper&apos;s constant for its validation set; nobody has judged these replies</source>
        <translation>论文在其验证集上采用的常数；这些回复未经任何评判</translation>
    </message>
</context>
<context>
    <name>parts::NoticeBar</name>
    <message>
        <source>Close this message</source>
        <translation>关闭此消息</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>消息</translation>
    </message>
</context>
<context>
    <name>parts::NoticeText</name>
    <message>
        <source>%1, line %2 cannot be read and is passed over; its reply is made again.</source>
        <translation>%1 第 %2 行无法读取，已跳过；该回复会重新生成。</translation>
    </message>
    <message numerus="yes">
        <source>%n replies were left empty: their prompt does not fit the cutoff length.</source>
        <translation>
            <numerusform>%n 条回复留空：其提示超出截断长度。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n replies were left empty: their prompt does not fit the model&apos;s context of %1 tokens.</source>
        <translation>
            <numerusform>%n 条回复留空：其提示超出模型 %1 个词元的上下文。</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 belongs to another run and is not used.</source>
        <translation>%1 属于另一次运行，不予使用。</translation>
    </message>
    <message>
        <source>%1 An older checkpoint is used if there is one.</source>
        <translation>%1 如有更早的检查点，则使用它。</translation>
    </message>
    <message>
        <source>The run goes on, but not bit for bit as it would have: %1 is %2 instead of %3.</source>
        <translation>运行会继续，但结果不会逐位一致：%1 现为 %2，原为 %3。</translation>
    </message>
    <message numerus="yes">
        <source>%n dialogue(s) of the part %1 carry no loss and were left out (the first: %2).</source>
        <translation>
            <numerusform>%1部分有 %n 个对话不含损失，已跳过（第一个：%2）。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n dialogue(s) of the part %1 lost their oldest turns to the cutoff length.</source>
        <translation>
            <numerusform>%1部分有 %n 个对话因截断长度失去了最早的轮次。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>parts::ProfileCard</name>
    <message>
        <source>Profile</source>
        <translation>档案</translation>
    </message>
</context>
<context>
    <name>parts::ProfileFields</name>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Nickname</source>
        <translation>昵称</translation>
    </message>
    <message>
        <source>Sex</source>
        <translation>性别</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>年龄</translation>
    </message>
    <message>
        <source>Occupation</source>
        <translation>职业</translation>
    </message>
    <message>
        <source>Education</source>
        <translation>教育背景</translation>
    </message>
    <message>
        <source>Hobby</source>
        <translation>爱好</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>外貌</translation>
    </message>
    <message>
        <source>Emotion</source>
        <translation>情绪</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>困扰类型</translation>
    </message>
    <message>
        <source>Situation</source>
        <translation>处境</translation>
    </message>
    <message>
        <source>Life experience</source>
        <translation>人生经历</translation>
    </message>
    <message>
        <source>Personality</source>
        <translation>个性</translation>
    </message>
    <message>
        <source>Struggles</source>
        <translation>当前困扰</translation>
    </message>
    <message>
        <source>Free fields</source>
        <translation>自定义字段</translation>
    </message>
    <message>
        <source>Without a profile</source>
        <translation>没有档案</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between name, age and occupation</comment>
        <translation>，</translation>
    </message>
    <message>
        <source>Empty dialogue</source>
        <translation>空对话</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>name: situation</comment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Without a name</source>
        <translation>没有姓名</translation>
    </message>
</context>
<context>
    <name>parts::RunChips</name>
    <message>
        <source>waits</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>stopping</source>
        <translation>正在停止</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>正在启动</translation>
    </message>
</context>
<context>
    <name>parts::RunWords</name>
    <message>
        <source>The replies made so far are kept; resume goes on with the next one.</source>
        <translation>已生成的回复会保留；继续时从下一条开始。</translation>
    </message>
    <message>
        <source>Resume goes on from the last checkpoint.</source>
        <translation>继续时从最后一个检查点开始。</translation>
    </message>
    <message>
        <source>There was no checkpoint yet; resume starts over.</source>
        <translation>尚无检查点；继续时将重新开始。</translation>
    </message>
    <message>
        <source>finished</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>out of memory</source>
        <translation>内存不足</translation>
    </message>
    <message>
        <source>diverged</source>
        <translation>已发散</translation>
    </message>
    <message>
        <source>invalid data</source>
        <translation>数据无效</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>crashed</source>
        <translation>崩溃</translation>
    </message>
    <message>
        <source>lost</source>
        <translation>失联</translation>
    </message>
    <message>
        <source>Finished: the adapter is ready.</source>
        <translation>已完成：适配器已就绪。</translation>
    </message>
    <message>
        <source>Finished: all replies are there.</source>
        <translation>已完成：所有回复均已生成。</translation>
    </message>
    <message>
        <source>Stopped on request.</source>
        <translation>已按请求停止。</translation>
    </message>
    <message>
        <source>The machine ran out of memory. A shorter cutoff_len, a smaller batch or a lower rank needs less.</source>
        <translation>机器内存耗尽。缩短 cutoff_len、减小批大小或降低秩可以减少占用。</translation>
    </message>
    <message>
        <source>The machine ran out of memory. A shorter cutoff_len needs less.</source>
        <translation>机器内存耗尽。缩短 cutoff_len 可以减少占用。</translation>
    </message>
    <message>
        <source>The loss was no longer a number. A lower learning_rate, a longer warm-up or a smaller max_grad_norm helps.</source>
        <translation>损失已不是有效数值。可尝试降低 learning_rate、延长预热或减小 max_grad_norm。</translation>
    </message>
    <message>
        <source>The data cannot be used.</source>
        <translation>数据无法使用。</translation>
    </message>
    <message>
        <source>It failed.</source>
        <translation>运行失败。</translation>
    </message>
    <message>
        <source>The worker crashed; your work in this window is untouched.</source>
        <translation>工作进程崩溃；您在此窗口中的工作不受影响。</translation>
    </message>
    <message>
        <source>The worker went away without a word, as after a restart of the machine.</source>
        <translation>工作进程意外消失，例如机器重启过。</translation>
    </message>
    <message>
        <source>loading the model</source>
        <translation>正在加载模型</translation>
    </message>
    <message>
        <source>tokenizing</source>
        <translation>正在分词</translation>
    </message>
    <message>
        <source>training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>evaluating</source>
        <translation>正在验证</translation>
    </message>
    <message>
        <source>saving</source>
        <translation>正在保存</translation>
    </message>
    <message>
        <source>answering</source>
        <translation>正在回复</translation>
    </message>
    <message>
        <source>evaluation</source>
        <translation>评测</translation>
    </message>
    <message>
        <source>waiting for its turn</source>
        <translation>排队等待中</translation>
    </message>
    <message>
        <source>waiting for the device</source>
        <translation>等待设备</translation>
    </message>
    <message>
        <source>waits for the device: %1</source>
        <translation>等待设备：正被 %1 使用</translation>
    </message>
    <message>
        <source>waits for the device: %1 of %2</source>
        <comment>run, workspace</comment>
        <translation>等待设备：正被 %2 的 %1 使用</translation>
    </message>
</context>
<context>
    <name>parts::Smoothing</name>
    <message>
        <source>Smoothing</source>
        <translation>平滑</translation>
    </message>
    <message>
        <source>Weight of what came before, 0 to 0.99; the raw curve stays faintly behind</source>
        <translation>前面数值的权重，0 到 0.99；原始曲线以浅色衬在后面</translation>
    </message>
</context>
<context>
    <name>parts::Strategies</name>
    <message>
        <source>Question</source>
        <translation>提问</translation>
    </message>
    <message>
        <source>Asks for more, openly or to the point, so that the seeker can say what it is about.</source>
        <translation>用开放式或具体的问题追问，帮助求助者把事情说清楚。</translation>
    </message>
    <message>
        <source>Restatement</source>
        <translation>复述</translation>
    </message>
    <message>
        <source>Says back in few words what the seeker said, so that both see it the same way.</source>
        <translation>用简短的话复述求助者所说，确认双方理解一致。</translation>
    </message>
    <message>
        <source>Reflection</source>
        <translation>情感反映</translation>
    </message>
    <message>
        <source>Names what the seeker seems to feel.</source>
        <translation>说出求助者似乎正在感受的情绪。</translation>
    </message>
    <message>
        <source>Self-disclosure</source>
        <translation>自我表露</translation>
    </message>
    <message>
        <source>Tells something similar of oneself, to show that the seeker is not alone.</source>
        <translation>讲述自己的类似经历，让求助者知道自己并不孤单。</translation>
    </message>
    <message>
        <source>Affirmation</source>
        <translation>肯定与安慰</translation>
    </message>
    <message>
        <source>Points to the seeker&apos;s strengths, gives heart and comfort.</source>
        <translation>指出求助者的长处，给予鼓励和安慰。</translation>
    </message>
    <message>
        <source>Suggestion</source>
        <translation>提供建议</translation>
    </message>
    <message>
        <source>Offers something to try, without prescribing it.</source>
        <translation>提出可以一试的做法，但不强求。</translation>
    </message>
    <message>
        <source>Information</source>
        <translation>提供信息</translation>
    </message>
    <message>
        <source>Gives facts, sources or explanations that help.</source>
        <translation>提供有帮助的事实、来源或解释。</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>Greetings, thanks and whatever fits none of the other seven.</source>
        <translation>问候、致谢，以及不属于其他七类的内容。</translation>
    </message>
</context>
<context>
    <name>parts::TextFormat</name>
    <message>
        <source>today, %1</source>
        <translation>今天 %1</translation>
    </message>
    <message>
        <source>yesterday, %1</source>
        <translation>昨天 %1</translation>
    </message>
    <message>
        <source>d MMM yyyy</source>
        <extracomment>Format of a date, see QLocale::toString</extracomment>
        <translation>yyyy年M月d日</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 分钟</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 小时 %2 分</translation>
    </message>
</context>
<context>
    <name>parts::TrashView</name>
    <message>
        <source>Without a name</source>
        <translation>没有姓名</translation>
    </message>
    <message>
        <source>Empty dialogue</source>
        <translation>空对话</translation>
    </message>
    <message>
        <source>deleted by %1</source>
        <translation>由 %1 删除</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>Deleted by</source>
        <translation>删除者</translation>
    </message>
    <message>
        <source>Deleted</source>
        <translation>删除时间</translation>
    </message>
    <message>
        <source>Trash</source>
        <translation>回收站</translation>
    </message>
    <message>
        <source>Empty the trash…</source>
        <translation>清空回收站…</translation>
    </message>
    <message>
        <source>Delete for good…</source>
        <translation>永久删除…</translation>
    </message>
    <message>
        <source>Bring back</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Delete for good</source>
        <translation>永久删除</translation>
    </message>
    <message>
        <source>The trash is empty.</source>
        <translation>回收站是空的。</translation>
    </message>
    <message numerus="yes">
        <source>%n in the trash; they stay until you delete them for good.</source>
        <translation>
            <numerusform>回收站中有 %n 项；在您永久删除之前会一直保留。</numerusform>
        </translation>
    </message>
    <message>
        <source>Empty the trash? Nothing in it can be had back then.</source>
        <translation>要清空回收站吗？其中的内容将无法找回。</translation>
    </message>
    <message numerus="yes">
        <source>Delete %n for good? That cannot be undone.</source>
        <translation>
            <numerusform>要永久删除 %n 项吗？此操作无法撤销。</numerusform>
        </translation>
    </message>
    <message>
        <source>Every earlier state goes with it. Runs and backups that were made before still hold their copies.</source>
        <translation>所有早先的版本会一并删除。此前的运行和备份中仍保留副本。</translation>
    </message>
    <message numerus="yes">
        <source>The %n deleted last are listed and can be chosen.</source>
        <translation>
            <numerusform>列出并可选择的是最近删除的 %n 项。</numerusform>
        </translation>
    </message>
    <message>
        <source>Deleting for good…</source>
        <translation>正在永久删除…</translation>
    </message>
</context>
<context>
    <name>parts::Unsaved</name>
    <message>
        <source>This is not saved: the workspace is gone.</source>
        <translation>此内容尚未保存：工作区已不在原处。</translation>
    </message>
    <message>
        <source>Keep mine</source>
        <translation>保留我的版本</translation>
    </message>
    <message>
        <source>Load the other</source>
        <translation>加载另一版本</translation>
    </message>
    <message>
        <source>Discard mine</source>
        <translation>放弃我的版本</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再试一次</translation>
    </message>
</context>
<context>
    <name>profiles::ProfileDocument</name>
    <message>
        <source>edit %1</source>
        <translation>编辑%1</translation>
    </message>
    <message>
        <source>add field</source>
        <translation>添加字段</translation>
    </message>
    <message>
        <source>rename field</source>
        <translation>重命名字段</translation>
    </message>
    <message>
        <source>remove field</source>
        <translation>移除字段</translation>
    </message>
</context>
<context>
    <name>profiles::ProfileForm</name>
    <message>
        <source>Profile</source>
        <translation>档案</translation>
    </message>
    <message>
        <source>Whatever else should be known of the seeker. A prompt template can name these fields too.</source>
        <translation>关于求助者还应知道的其他内容。提示词模板也可以引用这些字段。</translation>
    </message>
    <message>
        <source>Name of a new field</source>
        <translation>新字段的名称</translation>
    </message>
    <message>
        <source>Add field</source>
        <translation>添加字段</translation>
    </message>
    <message>
        <source>There is a field named “%1” already.</source>
        <translation>已有名为“%1”的字段。</translation>
    </message>
    <message>
        <source>Name of the field %1</source>
        <translation>字段 %1 的名称</translation>
    </message>
    <message>
        <source>Remove the field %1</source>
        <translation>移除字段 %1</translation>
    </message>
    <message>
        <source>The field cannot be named “%1”.</source>
        <translation>字段不能命名为“%1”。</translation>
    </message>
</context>
<context>
    <name>profiles::ProfilesPage</name>
    <message>
        <source>Without a name</source>
        <translation>没有姓名</translation>
    </message>
    <message numerus="yes">
        <source>%n dialogue(s)</source>
        <translation>
            <numerusform>%n 段对话</numerusform>
        </translation>
    </message>
    <message>
        <source>Dialogue</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>Profiles</source>
        <translation>档案</translation>
    </message>
    <message>
        <source>New profile</source>
        <translation>新建档案</translation>
    </message>
    <message>
        <source>No profiles yet</source>
        <translation>还没有档案</translation>
    </message>
    <message>
        <source>Dialogues bring their profiles with them when they are imported. You can also write a profile for a dialogue to come.</source>
        <translation>导入对话时会一并带入档案。您也可以为将来的对话先写一份档案。</translation>
    </message>
    <message>
        <source>Import dialogues…</source>
        <translation>导入对话…</translation>
    </message>
    <message>
        <source>Write a profile</source>
        <translation>撰写档案</translation>
    </message>
    <message>
        <source>Search in profiles</source>
        <translation>在档案中搜索</translation>
    </message>
    <message>
        <source>Delete the profile</source>
        <translation>删除档案</translation>
    </message>
    <message>
        <source>Nothing to show</source>
        <translation>没有可显示的内容</translation>
    </message>
    <message>
        <source>No profile fits the search. Try fewer or other words.</source>
        <translation>没有符合搜索条件的档案。请减少或更换关键词。</translation>
    </message>
    <message>
        <source>Dialogues that use the profile</source>
        <translation>使用该档案的对话</translation>
    </message>
    <message numerus="yes">
        <source>%n profile(s)</source>
        <translation>
            <numerusform>%n 份档案</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n found</source>
        <translation>
            <numerusform>找到 %n 项</numerusform>
        </translation>
    </message>
    <message>
        <source>Empty dialogue</source>
        <translation>空对话</translation>
    </message>
    <message numerus="yes">
        <source>%n turn(s)</source>
        <translation>
            <numerusform>%n 条发言</numerusform>
        </translation>
    </message>
    <message>
        <source>Used by no dialogue</source>
        <translation>没有对话使用</translation>
    </message>
    <message numerus="yes">
        <source>Used by %n dialogue(s)</source>
        <translation>
            <numerusform>%n 段对话使用</numerusform>
        </translation>
    </message>
    <message>
        <source>A profile that dialogues use cannot be deleted</source>
        <translation>有对话使用的档案不能删除</translation>
    </message>
    <message>
        <source>This profile was changed elsewhere in the meantime. Your version is on the page and not saved yet.</source>
        <translation>这份档案在此期间已在别处被修改。您的版本显示在页面上，尚未保存。</translation>
    </message>
    <message>
        <source>not saved</source>
        <translation>未保存</translation>
    </message>
    <message>
        <source>saving…</source>
        <translation>正在保存…</translation>
    </message>
    <message>
        <source>revision %1 · saved %2 by %3</source>
        <translation>修订 %1 · %2 由 %3 保存</translation>
    </message>
    <message>
        <source>Bring back</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>This profile was deleted elsewhere in the meantime. Your version is on the page and not saved yet.</source>
        <translation>这份档案在此期间已在别处被删除。您的版本显示在页面上，尚未保存。</translation>
    </message>
    <message>
        <source>%1: “%2”, saved now: “%3”</source>
        <translation>%1：“%2”，现在保存的是：“%3”</translation>
    </message>
    <message>
        <source>Written %1 and not saved; changed elsewhere since. %2</source>
        <translation>写于%1，尚未保存；此后已在别处更改。%2</translation>
    </message>
    <message>
        <source>Go on with what was written</source>
        <translation>继续编辑刚才写的内容</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>Undone in “%1”: %2.</source>
        <translation>已在“%1”中撤销：%2。</translation>
    </message>
    <message>
        <source>Done again in “%1”: %2.</source>
        <translation>已在“%1”中重做：%2。</translation>
    </message>
    <message>
        <source>Undone: %1.</source>
        <translation>已撤销：%1。</translation>
    </message>
    <message>
        <source>Done again: %1.</source>
        <translation>已重做：%1。</translation>
    </message>
    <message>
        <source>The profile “%1” was deleted. The trash keeps it.</source>
        <translation>档案“%1”已删除，可在回收站中找回。</translation>
    </message>
    <message>
        <source>Trash: deleted profiles</source>
        <translation>回收站：已删除的档案</translation>
    </message>
    <message>
        <source>That profile was deleted; it lies in the trash.</source>
        <translation>该档案已被删除，现在回收站中。</translation>
    </message>
    <message>
        <source>Open the trash</source>
        <translation>打开回收站</translation>
    </message>
    <message>
        <source>That profile is not there any more, and not in the trash either.</source>
        <translation>该档案已不存在，也不在回收站中。</translation>
    </message>
    <message>
        <source>Written %1 and not saved yet; it stands in the form again.</source>
        <translation>写于%1，尚未保存；已重新填入表单。</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
</context>
<context>
    <name>prompts::DatasetView</name>
    <message>
        <source>Dialogue</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>词元</translation>
    </message>
    <message>
        <source>Before the cut</source>
        <translation>截断之前</translation>
    </message>
    <message>
        <source>Kept</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Within the cutoff length</source>
        <translation>在截断长度之内</translation>
    </message>
    <message>
        <source>Tokens the model is trained to say</source>
        <translation>训练模型说出的词元</translation>
    </message>
    <message>
        <source>Supporter turns that do not fit</source>
        <translation>放不下的支持者发言</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Counting tokens</source>
        <translation>正在统计词元</translation>
    </message>
    <message>
        <source>carry loss</source>
        <translation>计入损失</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>词元</translation>
    </message>
    <message>
        <source>turns cut</source>
        <translation>截去的发言</translation>
    </message>
    <message>
        <source>without loss</source>
        <translation>无损失</translation>
    </message>
    <message>
        <source>skewed</source>
        <translation>不一致</translation>
    </message>
    <message>
        <source>The longest dialogues and those that lose something</source>
        <translation>最长的对话以及有内容丢失的对话</translation>
    </message>
    <message>
        <source>Counting the tokens of all dialogues …</source>
        <translation>正在统计所有对话的词元…</translation>
    </message>
    <message>
        <source>All dialogues fit. The longest:</source>
        <translation>所有对话都放得下。最长的：</translation>
    </message>
    <message>
        <source>Dialogues that lose something or cannot be trained on: %1. They and the longest:</source>
        <translation>有内容丢失或无法用于训练的对话：%1。这些以及最长的对话：</translation>
    </message>
    <message>
        <source>%1 %</source>
        <extracomment>share of tokens that carry loss</extracomment>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <extracomment>turns cut of all supporter turns</extracomment>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Enter or double-click opens a dialogue in the preview</source>
        <translation>按回车键或双击可在预览中打开该对话</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Cut</source>
        <translation>截去</translation>
    </message>
    <message numerus="yes">
        <source>Without %n chat(s), as a run takes the data.</source>
        <translation>
            <numerusform>不含 %n 个聊天记录，与运行所用数据一致。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>prompts::PreviewChoices</name>
    <message>
        <source>Dialogue to preview</source>
        <translation>要预览的对话</translation>
    </message>
    <message>
        <source>Model whose tokenizer and chat template are used</source>
        <translation>使用哪个模型的分词器和聊天模板</translation>
    </message>
    <message>
        <source>Cutoff length in tokens</source>
        <translation>截断长度（词元）</translation>
    </message>
    <message>
        <source>cutoff_len: what is longer loses its oldest turns</source>
        <translation>cutoff_len：超长的对话会舍去最早的发言</translation>
    </message>
    <message>
        <source>Which supporter turns carry loss</source>
        <translation>哪些支持者发言计入损失</translation>
    </message>
    <message>
        <source>Every supporter turn</source>
        <translation>每条支持者发言</translation>
    </message>
    <message>
        <source>Last supporter turn</source>
        <translation>最后一条支持者发言</translation>
    </message>
    <message>
        <source>Merge turns</source>
        <translation>合并连续发言</translation>
    </message>
    <message>
        <source>merge_consecutive: turns of one speaker in a row become one message; otherwise each is a message of its own</source>
        <translation>merge_consecutive：同一说话人连续的发言合为一条消息；否则每条发言各为一条消息</translation>
    </message>
    <message>
        <source>Dialogue</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>Tokenizer of</source>
        <translation>分词器来自</translation>
    </message>
    <message>
        <source>Cutoff length</source>
        <translation>截断长度</translation>
    </message>
    <message>
        <source>Loss on</source>
        <translation>计损失范围</translation>
    </message>
    <message>
        <source>Previous dialogue</source>
        <translation>上一段对话</translation>
    </message>
    <message>
        <source>Next dialogue</source>
        <translation>下一段对话</translation>
    </message>
    <message>
        <source>Chosen turns</source>
        <translation>选定的发言</translation>
    </message>
    <message>
        <source>All but those marked in Dialogues as no example</source>
        <translation>除在“对话”中标为“不作示例”者以外的全部发言</translation>
    </message>
</context>
<context>
    <name>prompts::PreviewPane</name>
    <message>
        <source>No model is on this machine: add one in Models, and its tokens are shown here.</source>
        <translation>本机没有模型：请在“模型”页添加，之后这里会显示词元。</translation>
    </message>
    <message>
        <source>The whole chat as the model gets it</source>
        <translation>模型看到的整段聊天</translation>
    </message>
    <message>
        <source>Point at a token to see its id.</source>
        <translation>指向一个词元可查看其编号。</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>聊天</translation>
    </message>
    <message>
        <source>System message</source>
        <translation>系统消息</translation>
    </message>
    <message>
        <source>Tokens and loss</source>
        <translation>词元与损失</translation>
    </message>
    <message>
        <source>All dialogues</source>
        <translation>所有对话</translation>
    </message>
    <message>
        <source>Chat, training and evaluation would see different tokens: %1</source>
        <translation>聊天、训练和评测会看到不同的词元：%1</translation>
    </message>
    <message>
        <source>The template has a mistake; mend it first.</source>
        <translation>模板有错误，请先改正。</translation>
    </message>
    <message>
        <source>There are no dialogues yet. Import some in Dialogues.</source>
        <translation>还没有对话。请在“对话”页导入。</translation>
    </message>
    <message>
        <source>Use %1</source>
        <translation>使用 %1</translation>
    </message>
    <message>
        <source>The template has mistakes; below is the last preview without them.</source>
        <translation>模板有错误；下面是最后一次没有错误的预览。</translation>
    </message>
    <message>
        <source>The template has mistakes; there is no preview.</source>
        <translation>模板有错误；没有预览。</translation>
    </message>
</context>
<context>
    <name>prompts::PreviewWords</name>
    <message>
        <source>Seeker</source>
        <translation>求助者</translation>
    </message>
    <message>
        <source>Supporter</source>
        <translation>支持者</translation>
    </message>
    <message>
        <source>System message</source>
        <translation>系统消息</translation>
    </message>
    <message>
        <source>System message of the model</source>
        <translation>模型自带的系统消息</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between names of fields</comment>
        <translation>、</translation>
    </message>
    <message>
        <source>Nothing fits into the cutoff length: not even the system message and one exchange.</source>
        <translation>截断长度内什么也放不下：连系统消息加一来一回都不够。</translation>
    </message>
    <message>
        <source>Turns cut: %1, of the supporter: %2. Whole, it would have %3.</source>
        <extracomment>%1 turns, %2 of them the supporter&apos;s, %3 tokens before the cut</extracomment>
        <translation>截去的发言：%1，其中支持者：%2。完整时为 %3。</translation>
    </message>
    <message>
        <source>%1 % carry loss</source>
        <translation>%1 % 计入损失</translation>
    </message>
    <message>
        <source>chat template %1</source>
        <translation>聊天模板 %1</translation>
    </message>
    <message>
        <source>the profile lacks: %1</source>
        <translation>档案缺少：%1</translation>
    </message>
    <message>
        <source>Someone typed what spells a control token; here it stays text.</source>
        <translation>有人输入了与控制词元字面相同的文字；这里仍按普通文本处理。</translation>
    </message>
    <message>
        <source>Turns with characters that the vocabulary cannot express: %1.</source>
        <translation>含有词表无法表示的字符的发言：%1。</translation>
    </message>
    <message>
        <source>A program that tokenizes the whole text at once sees other tokens.</source>
        <translation>若程序把整段文本一次性分词，得到的词元会有所不同。</translation>
    </message>
    <message>
        <source>Every section is off or empty: no system message is sent.</source>
        <translation>各部分均已关闭或为空：不发送系统消息。</translation>
    </message>
    <message>
        <source>Every section is off or empty: the model&apos;s own system message applies.</source>
        <translation>各部分均已关闭或为空：使用模型自带的系统消息。</translation>
    </message>
    <message>
        <source>cut: does not fit</source>
        <translation>已截去：放不下</translation>
    </message>
    <message>
        <source>%1, of them with loss: %2</source>
        <translation>%1，其中计损失：%2</translation>
    </message>
</context>
<context>
    <name>prompts::PromptDocument</name>
    <message>
        <source>typing</source>
        <translation>输入文字</translation>
    </message>
    <message>
        <source>switching a section on</source>
        <translation>启用一个部分</translation>
    </message>
    <message>
        <source>switching a section off</source>
        <translation>停用一个部分</translation>
    </message>
    <message>
        <source>renaming</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>the language of labels</source>
        <translation>标签语言</translation>
    </message>
</context>
<context>
    <name>prompts::PromptList</name>
    <message>
        <source>Prompt template</source>
        <translation>提示词模板</translation>
    </message>
    <message>
        <source>Comes with Attune; saving a change makes a template of your own</source>
        <translation>随 Attune 提供；保存修改会另建一份您自己的模板</translation>
    </message>
    <message>
        <source>Version %1, saved %2</source>
        <translation>版本 %1，保存于 %2</translation>
    </message>
    <message>
        <source>preset</source>
        <extracomment>a prompt template that comes with Attune</extracomment>
        <translation>预设</translation>
    </message>
    <message>
        <source>Prompt templates</source>
        <translation>提示词模板</translation>
    </message>
    <message>
        <source>New prompt template</source>
        <translation>新建提示词模板</translation>
    </message>
    <message>
        <source>Duplicate the prompt template</source>
        <translation>复制提示词模板</translation>
    </message>
    <message>
        <source>Delete the prompt template</source>
        <translation>删除提示词模板</translation>
    </message>
    <message>
        <source>has mistakes</source>
        <translation>有错误</translation>
    </message>
    <message>
        <source>version %1 · %2</source>
        <translation>版本 %1 · %2</translation>
    </message>
</context>
<context>
    <name>prompts::PromptsPage</name>
    <message>
        <source>Prompts</source>
        <translation>提示词</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Save version</source>
        <translation>保存版本</translation>
    </message>
    <message>
        <source>Keep this state as a new version (Ctrl+S)</source>
        <translation>将当前状态保存为新版本（Ctrl+S）</translation>
    </message>
    <message>
        <source>Name of the prompt template</source>
        <translation>提示词模板的名称</translation>
    </message>
    <message>
        <source>English labels</source>
        <translation>英文标签</translation>
    </message>
    <message>
        <source>Chinese labels</source>
        <translation>中文标签</translation>
    </message>
    <message>
        <source>Language of the labels in groups of profile fields</source>
        <translation>档案字段分组的标签语言</translation>
    </message>
    <message>
        <source>New prompt template</source>
        <translation>新建提示词模板</translation>
    </message>
    <message>
        <source>%1 (copy)</source>
        <translation>%1（副本）</translation>
    </message>
    <message>
        <source>“%1” was deleted.</source>
        <translation>“%1”已删除。</translation>
    </message>
    <message>
        <source>Bring it back</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Version %1 · %2 · %3</source>
        <extracomment>version number, when it was saved, the beginning of its hash</extracomment>
        <translation>版本 %1 · %2 · %3</translation>
    </message>
    <message>
        <source>going back to version %1</source>
        <translation>回到版本 %1</translation>
    </message>
    <message>
        <source>Not saved yet</source>
        <translation>尚未保存</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>Version %1</source>
        <translation>版本 %1</translation>
    </message>
    <message>
        <source>not saved yet</source>
        <translation>尚未保存</translation>
    </message>
    <message>
        <source>Save as my own</source>
        <translation>另存为我的模板</translation>
    </message>
    <message>
        <source>content %1</source>
        <extracomment>the beginning of the hash of what decides the rendered text</extracomment>
        <translation>内容 %1</translation>
    </message>
    <message>
        <source>This prompt template was changed elsewhere in the meantime. Your version is on the page and not saved yet.</source>
        <translation>这个提示模板在此期间已在别处被修改。您的版本显示在页面上，尚未保存。</translation>
    </message>
    <message>
        <source>This prompt template was deleted elsewhere in the meantime. Your version is on the page and not saved yet.</source>
        <translation>这个提示模板在此期间已在别处被删除。您的版本显示在页面上，尚未保存。</translation>
    </message>
    <message>
        <source>what was typed before</source>
        <translation>之前输入的内容</translation>
    </message>
    <message>
        <source>%1 (mine)</source>
        <translation>%1（我的）</translation>
    </message>
    <message>
        <source>A preset stays as it is: what you wrote is kept as “%1”, a template of your own.</source>
        <translation>预设保持不变：你写的内容已另存为你自己的模板“%1”。</translation>
    </message>
</context>
<context>
    <name>prompts::SectionEditor</name>
    <message>
        <source>Role definition</source>
        <translation>角色定义</translation>
    </message>
    <message>
        <source>Task objective</source>
        <translation>任务目标</translation>
    </message>
    <message>
        <source>User profile</source>
        <translation>用户档案</translation>
    </message>
    <message>
        <source>Response guidelines</source>
        <translation>回应准则</translation>
    </message>
    <message>
        <source>Who the model is: a warm, experienced supporter …</source>
        <translation>模型是谁：一位温暖、有经验的支持者…</translation>
    </message>
    <message>
        <source>What a reply should achieve for the seeker …</source>
        <translation>回复应为求助者带来什么…</translation>
    </message>
    <message>
        <source>What is known about the seeker: insert fields of the profile …</source>
        <translation>关于求助者已知的信息：插入档案字段…</translation>
    </message>
    <message>
        <source>How to answer: length, tone, what to avoid …</source>
        <translation>如何回答：长度、语气、应避免什么…</translation>
    </message>
    <message>
        <source>Switched off, the section is left out of the system message</source>
        <translation>停用后，此部分不会出现在系统消息中</translation>
    </message>
    <message>
        <source>Insert a field into: %1</source>
        <translation>插入字段到：%1</translation>
    </message>
    <message>
        <source>off</source>
        <translation>停用</translation>
    </message>
    <message>
        <source>Line %1, column %2: %3</source>
        <extracomment>%1 line, %2 column, %3 what is wrong</extracomment>
        <translation>第 %1 行，第 %2 列：%3</translation>
    </message>
    <message>
        <source>Several lines at once</source>
        <translation>一次多行</translation>
    </message>
    <message>
        <source>Structure</source>
        <translation>结构</translation>
    </message>
    <message>
        <source>Part that is left out when a field is missing: [[ … ]]</source>
        <extracomment>[[ ... ]] is syntax and stays</extracomment>
        <translation>缺少字段时略去的部分：[[ … ]]</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>字段</translation>
    </message>
    <message>
        <source>Insert a field of the profile</source>
        <translation>插入档案中的字段</translation>
    </message>
</context>
<context>
    <name>prompts::SystemView</name>
    <message>
        <source>The system message as the model gets it</source>
        <translation>模型看到的系统消息</translation>
    </message>
</context>
<context>
    <name>prompts::TokenView</name>
    <message>
        <source>1 token</source>
        <translation>1 个词元</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 个词元</translation>
    </message>
    <message>
        <source>start</source>
        <translation>开头</translation>
    </message>
    <message>
        <source>header</source>
        <translation>标头</translation>
    </message>
    <message>
        <source>system message</source>
        <translation>系统消息</translation>
    </message>
    <message>
        <source>seeker</source>
        <translation>求助者</translation>
    </message>
    <message>
        <source>supporter</source>
        <translation>支持者</translation>
    </message>
    <message>
        <source>end of turn</source>
        <translation>发言结束</translation>
    </message>
    <message>
        <source>newline</source>
        <translation>换行</translation>
    </message>
    <message>
        <source>Tokens of the chat; the arrow keys move from token to token</source>
        <translation>聊天的词元；用方向键在词元之间移动</translation>
    </message>
    <message>
        <source>%1, turn %2</source>
        <translation>%1，第 %2 条发言</translation>
    </message>
    <message>
        <source>Token %1 · id %2 · “%3” · %4 · %5</source>
        <translation>词元 %1 · 编号 %2 · “%3” · %4 · %5</translation>
    </message>
    <message>
        <source>carries loss</source>
        <translation>计入损失</translation>
    </message>
    <message>
        <source>no loss</source>
        <translation>不计损失</translation>
    </message>
</context>
<context>
    <name>runs::ChartImage</name>
    <message>
        <source>Total</source>
        <translation>总分</translation>
    </message>
    <message>
        <source>step</source>
        <translation>步</translation>
    </message>
    <message>
        <source>loss, nats a token</source>
        <translation>损失（奈特/词元）</translation>
    </message>
    <message>
        <source>partial</source>
        <translation>不完整</translation>
    </message>
</context>
<context>
    <name>runs::CompareChart</name>
    <message>
        <source>Curve</source>
        <translation>曲线</translation>
    </message>
    <message>
        <source>Loss and evaluation loss</source>
        <translation>损失与验证损失</translation>
    </message>
    <message>
        <source>Over</source>
        <translation>横轴</translation>
    </message>
    <message>
        <source>by step</source>
        <translation>按步数</translation>
    </message>
    <message>
        <source>by epoch</source>
        <translation>按轮数</translation>
    </message>
    <message>
        <source>by working time</source>
        <translation>按运行时间</translation>
    </message>
    <message>
        <source>Logarithmic</source>
        <translation>对数坐标</translation>
    </message>
    <message>
        <source>Curves of the selected runs</source>
        <translation>所选运行的曲线</translation>
    </message>
    <message>
        <source>%1, evaluation</source>
        <translation>%1，验证</translation>
    </message>
    <message>
        <source>Epochs not known: %1</source>
        <translation>轮数未知：%1</translation>
    </message>
    <message>
        <source>dashed: evaluation</source>
        <translation>虚线：验证</translation>
    </message>
    <message>
        <source>working time</source>
        <translation>运行时间</translation>
    </message>
    <message>
        <source>epoch</source>
        <translation>轮</translation>
    </message>
    <message>
        <source>step</source>
        <translation>步</translation>
    </message>
    <message>
        <source>nats a token</source>
        <translation>奈特/词元</translation>
    </message>
    <message>
        <source>Select trainings in the table to lay their curves over each other.</source>
        <translation>在表格中选择训练，即可叠加显示它们的曲线。</translation>
    </message>
</context>
<context>
    <name>runs::MetricBars</name>
    <message>
        <source>Scores of the selected runs</source>
        <translation>所选运行的得分</translation>
    </message>
    <message>
        <source>%1 of %2: %3</source>
        <translation>%2 的 %1：%3</translation>
    </message>
    <message>
        <source>n/a</source>
        <translation>无数据</translation>
    </message>
    <message>
        <source>Click for the replies behind it</source>
        <translation>点击查看其背后的回复</translation>
    </message>
</context>
<context>
    <name>runs::ReplyView</name>
    <message>
        <source>Dialogue</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>参考回复</translation>
    </message>
    <message>
        <source>Reply</source>
        <translation>回复</translation>
    </message>
    <message>
        <source>Worst first</source>
        <translation>得分最低的在前</translation>
    </message>
    <message>
        <source>Best first</source>
        <translation>得分最高的在前</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>排序</translation>
    </message>
    <message>
        <source>Open the dialogue</source>
        <translation>打开对话</translation>
    </message>
    <message>
        <source>Replies</source>
        <translation>回复</translation>
    </message>
    <message>
        <source>Seeker said</source>
        <translation>求助者说</translation>
    </message>
    <message>
        <source>Reply of the model</source>
        <translation>模型的回复</translation>
    </message>
    <message>
        <source>Scores of this reply</source>
        <translation>这条回复的得分</translation>
    </message>
    <message>
        <source>Click a score in the table to see the replies behind it.</source>
        <translation>点击表格中的得分，查看它背后的回复。</translation>
    </message>
    <message>
        <source>%1 of %2: %3</source>
        <translation>%2 的 %1：%3</translation>
    </message>
    <message>
        <source>(of all replies together)</source>
        <translation>（由全部回复共同得出）</translation>
    </message>
    <message>
        <source>(nothing)</source>
        <translation>（空）</translation>
    </message>
    <message>
        <source>%1 tokens, ended by %2</source>
        <translation>%1 个词元，结束原因：%2</translation>
    </message>
    <message>
        <source>In a language without spaces: %1 of %2. The scoring definition splits words at spaces, so BLEU-4, METEOR and ROUGE-L say next to nothing about these; compare them apart.</source>
        <translation>以不使用空格的语言书写：%2 条中有 %1 条。评分定义按空格切分词语，因此 BLEU-4、METEOR 和 ROUGE-L 对这些回复几乎没有意义；请单独比较它们。</translation>
    </message>
</context>
<context>
    <name>runs::RunDetails</name>
    <message>
        <source>Setting</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Select a run in the table; select two or more to compare their settings.</source>
        <translation>在表格中选择一次运行；选择两次以上可比较它们的设置。</translation>
    </message>
    <message>
        <source>Name of the run</source>
        <translation>运行名称</translation>
    </message>
    <message>
        <source>Press Enter to rename</source>
        <translation>按回车键重命名</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Differences only</source>
        <translation>只看差异</translation>
    </message>
    <message>
        <source>Settings of the selected runs</source>
        <translation>所选运行的设置</translation>
    </message>
    <message>
        <source>End of the worker&apos;s log</source>
        <translation>工作进程日志的末尾</translation>
    </message>
    <message>
        <source>There is no log.</source>
        <translation>没有日志。</translation>
    </message>
    <message>
        <source>The log is empty.</source>
        <translation>日志为空。</translation>
    </message>
    <message>
        <source>Its folder is gone: what was recorded of it is shown; it cannot be evaluated, resumed or repeated.</source>
        <translation>它的文件夹已不存在：这里显示的是已记录的内容；无法再评估、继续或重复该运行。</translation>
    </message>
    <message numerus="yes">
        <source>%n of its dialogue(s) were edited since: the run has them as they were.</source>
        <translation>
            <numerusform>此后有 %n 个对话被编辑：运行中保留的是原来的内容。</numerusform>
        </translation>
    </message>
    <message>
        <source>Edited:</source>
        <translation>已编辑：</translation>
    </message>
    <message numerus="yes">
        <source>%n of its dialogue(s) were deleted since.</source>
        <translation>
            <numerusform>此后有 %n 个对话被删除。</numerusform>
        </translation>
    </message>
    <message>
        <source>Deleted:</source>
        <translation>已删除：</translation>
    </message>
    <message numerus="yes">
        <source>It was split in an older way: %n of its dialogue(s) stand in another part of today&apos;s split.</source>
        <translation>
            <numerusform>它采用旧版划分：按今天的划分，有 %n 个对话属于另一部分。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of its dialogue(s) would stand in another part today.</source>
        <translation>
            <numerusform>今天有 %n 个对话会落入另一部分。</numerusform>
        </translation>
    </message>
    <message>
        <source>In another part:</source>
        <translation>在另一部分：</translation>
    </message>
</context>
<context>
    <name>runs::RunLine</name>
    <message>
        <source>Not scored under this definition</source>
        <translation>未按此定义评分</translation>
    </message>
    <message>
        <source>A training has no replies; evaluate its adapter</source>
        <translation>训练没有回复；请评测它的适配器</translation>
    </message>
    <message>
        <source>Missing; see the run&apos;s details</source>
        <translation>缺失；见运行的详细信息</translation>
    </message>
    <message>
        <source>%1, %2 replies</source>
        <translation>%1，%2 条回复</translation>
    </message>
    <message>
        <source>Without %1</source>
        <translation>不含 %1</translation>
    </message>
    <message>
        <source>Click for the replies behind it</source>
        <translation>点击查看背后的回复</translation>
    </message>
    <message>
        <source>waits</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>at work</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Rank</source>
        <translation>秩</translation>
    </message>
    <message>
        <source>Alpha</source>
        <translation>Alpha</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Eval loss</source>
        <translation>验证损失</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Adapter</source>
        <translation>适配器</translation>
    </message>
    <message>
        <source>The training that made the adapter; empty: the base model</source>
        <translation>得到该适配器的训练；为空则是基座模型</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Beginning of the SHA-256 of the frozen dialogues: scores compare only where it is the same</source>
        <translation>所冻结对话的 SHA-256 开头几位：相同时得分才可比较</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>轮数</translation>
    </message>
    <message>
        <source>num_train_epochs; empty where max_steps decided</source>
        <translation>num_train_epochs；由 max_steps 决定时为空</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>开始时间</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>时长</translation>
    </message>
    <message>
        <source>folder gone</source>
        <translation>文件夹已不存在</translation>
    </message>
</context>
<context>
    <name>runs::RunsPage</name>
    <message>
        <source>Runs</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>No runs yet.</source>
        <translation>还没有运行记录。</translation>
    </message>
    <message>
        <source>Train an adapter or let a model answer dialogues.</source>
        <translation>训练一个适配器，或让模型回答对话。</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Evaluate</source>
        <translation>评测</translation>
    </message>
    <message>
        <source>Filter runs</source>
        <translation>筛选运行</translation>
    </message>
    <message>
        <source>Scoring definition</source>
        <translation>评分定义</translation>
    </message>
    <message>
        <source>Numbers of different definitions never stand in one column: choose whose scores are shown</source>
        <translation>不同定义的数值不会放在同一列：请选择显示哪个定义的得分</translation>
    </message>
    <message>
        <source>Table as CSV …</source>
        <translation>表格存为 CSV…</translation>
    </message>
    <message>
        <source>Table as Markdown …</source>
        <translation>表格存为 Markdown…</translation>
    </message>
    <message>
        <source>Chart as PNG or SVG …</source>
        <translation>图表存为 PNG 或 SVG…</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>曲线</translation>
    </message>
    <message>
        <source>Scores</source>
        <translation>得分</translation>
    </message>
    <message>
        <source>Replies</source>
        <translation>回复</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详细信息</translation>
    </message>
    <message>
        <source>This run has no scores under this definition.</source>
        <translation>这次运行没有按此定义计算的得分。</translation>
    </message>
    <message>
        <source>Evaluate it</source>
        <translation>评测它</translation>
    </message>
    <message>
        <source>Show in Train</source>
        <translation>在“训练”中显示</translation>
    </message>
    <message>
        <source>Show in Evaluate</source>
        <translation>在“评测”中显示</translation>
    </message>
    <message>
        <source>Rename …</source>
        <translation>重命名…</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Saved as %1.</source>
        <translation>已保存为 %1。</translation>
    </message>
    <message>
        <source>Save the table</source>
        <translation>保存表格</translation>
    </message>
    <message>
        <source>Save the chart</source>
        <translation>保存图表</translation>
    </message>
    <message numerus="yes">
        <source>%n run(s)</source>
        <translation>
            <numerusform>%n 个运行</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 is no longer listed; its folder stays where it is.</source>
        <translation>%1 已从列表中移除；其文件夹保留在原处。</translation>
    </message>
    <message>
        <source>The folder of %1 is gone. Deleting the run from the list cannot be undone.</source>
        <translation>%1 的文件夹已不存在。从列表中删除该运行后无法撤销。</translation>
    </message>
    <message>
        <source>Delete for good</source>
        <translation>永久删除</translation>
    </message>
    <message>
        <source>%1 is no longer listed.</source>
        <translation>%1 已不在列表中。</translation>
    </message>
    <message>
        <source>%1 was deleted; it waits in the workspace&apos;s trash.</source>
        <translation>已删除 %1；它在工作区的回收站中。</translation>
    </message>
    <message>
        <source>The trash is empty</source>
        <translation>回收站是空的</translation>
    </message>
    <message>
        <source>Bring back</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>%1 · %2 · %3</source>
        <extracomment>a deleted run: name, when it was deleted, size</extracomment>
        <translation>%1 · %2 · %3</translation>
    </message>
    <message>
        <source>Empty the trash (%1) …</source>
        <translation>清空回收站（%1）…</translation>
    </message>
    <message numerus="yes">
        <source>%n run(s) are deleted for good, with their adapters and replies.</source>
        <translation>
            <numerusform>将永久删除 %n 个运行，包括其适配器和回复。</numerusform>
        </translation>
    </message>
    <message>
        <source>Empty the trash</source>
        <translation>清空回收站</translation>
    </message>
    <message>
        <source>Trash</source>
        <translation>回收站</translation>
    </message>
    <message>
        <source>measuring …</source>
        <translation>正在计算大小…</translation>
    </message>
    <message>
        <source>Emptying the trash …</source>
        <translation>正在清空回收站…</translation>
    </message>
    <message>
        <source>Empty the trash …</source>
        <translation>清空回收站…</translation>
    </message>
</context>
<context>
    <name>runs::ScoreComparison</name>
    <message>
        <source>Select evaluations with scores in the table.</source>
        <translation>请在表格中选择有得分的评测。</translation>
    </message>
    <message>
        <source>These runs answered different dialogues: their scores do not compare.</source>
        <translation>这些运行回答的是不同的对话，得分不可比较。</translation>
    </message>
    <message>
        <source>These runs lack different metrics: their partial totals do not compare.</source>
        <translation>这些运行缺少的指标不同，不完整的总分不可比较。</translation>
    </message>
</context>
<context>
    <name>shell::ActionTable</name>
    <message>
        <source>&amp;New Workspace…</source>
        <translation>新建工作区(&amp;N)…</translation>
    </message>
    <message>
        <source>&amp;Open Workspace…</source>
        <translation>打开工作区(&amp;O)…</translation>
    </message>
    <message>
        <source>Open the &amp;Sample</source>
        <translation>打开示例(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Import Dialogues…</source>
        <translation>导入对话(&amp;I)…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Find</source>
        <translation>查找(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Preferences</source>
        <translation>首选项(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Shortcuts</source>
        <translation>快捷键(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;About Attune</source>
        <translation>关于 Attune(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Workspace</source>
        <translation>工作区(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Go</source>
        <translation>前往(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>Dialogues</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>Next, previous turn</source>
        <translation>下一条、上一条发言</translation>
    </message>
    <message>
        <source>Next, previous dialogue</source>
        <translation>下一段、上一段对话</translation>
    </message>
    <message>
        <source>Give the turn a strategy</source>
        <translation>为发言标注策略</translation>
    </message>
    <message>
        <source>Take the strategy away</source>
        <translation>去掉策略</translation>
    </message>
    <message>
        <source>Enter, E</source>
        <translation>Enter、E</translation>
    </message>
    <message>
        <source>Edit the turn&apos;s text</source>
        <translation>编辑发言文字</translation>
    </message>
    <message>
        <source>Exchange the speaker</source>
        <translation>交换说话人</translation>
    </message>
    <message>
        <source>Add a turn below</source>
        <translation>在下方添加发言</translation>
    </message>
    <message>
        <source>Del</source>
        <translation>Del</translation>
    </message>
    <message>
        <source>Move the turn up, down</source>
        <translation>上移、下移发言</translation>
    </message>
    <message>
        <source>Mark the reply as no example to learn from, or take the mark away</source>
        <translation>将回复标为“不作示例”（不学习），或取消该标记</translation>
    </message>
    <message>
        <source>Prompts</source>
        <translation>提示词</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>聊天</translation>
    </message>
    <message>
        <source>Keep the prompt template as a new version</source>
        <translation>将提示词模板保存为新版本</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>新建聊天</translation>
    </message>
    <message>
        <source>Stop the reply, or leave the message as it was</source>
        <translation>停止回复，或保持消息原样</translation>
    </message>
    <message>
        <source>Edit the last message (in the empty field)</source>
        <translation>修改上一条消息（在空输入框中）</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Enter, Ctrl+Enter</source>
        <translation>Enter、Ctrl+Enter</translation>
    </message>
    <message>
        <source>Keep the text while a turn is edited; Shift+Enter begins a new line</source>
        <translation>编辑轮次时保存文字；Shift+Enter 换行</translation>
    </message>
    <message>
        <source>Leave the turn as it was while it is edited</source>
        <translation>编辑轮次时保持其原样</translation>
    </message>
    <message>
        <source>Delete the turn, or in the list the dialogues that are chosen</source>
        <translation>删除该轮次；在列表中则删除选中的对话</translation>
    </message>
    <message>
        <source>Profiles</source>
        <translation>档案</translation>
    </message>
    <message>
        <source>Delete the profile that is chosen in the list</source>
        <translation>删除列表中选中的档案</translation>
    </message>
    <message>
        <source>Back to the page before</source>
        <translation>返回上一页</translation>
    </message>
</context>
<context>
    <name>shell::MainWindow</name>
    <message>
        <source>%1 is of an earlier version of Attune and is being brought up to date. It opens when that is done.</source>
        <translation>%1 来自较早版本的 Attune，正在更新。更新完成后会自动打开。</translation>
    </message>
    <message>
        <source>This workspace can only be read here. To change it, copy its folder to a place that can be written.</source>
        <translation>此工作区在这里只能读取。要修改它，请将其文件夹复制到可写入的位置。</translation>
    </message>
    <message>
        <source>%1 (read only)</source>
        <translation>%1（只读）</translation>
    </message>
    <message>
        <source>What is there now is kept in its folder backups.</source>
        <translation>现有的内容会保留在其 backups 文件夹中。</translation>
    </message>
    <message>
        <source>%1 is damaged, and none of its backups is good. An empty workspace can take its place, with the runs that are there.</source>
        <translation>%1 已损坏，且没有完好的备份。可以用一个空工作区代替它，并保留现有的运行。</translation>
    </message>
    <message>
        <source>Make an empty workspace</source>
        <translation>建立空工作区</translation>
    </message>
    <message>
        <source>What is newer than it cannot be read.</source>
        <translation>比它更新的内容无法读取。</translation>
    </message>
    <message>
        <source>Nothing is newer than it.</source>
        <translation>没有比它更新的内容。</translation>
    </message>
    <message>
        <source>%1 is damaged. Its newest good backup: %2.</source>
        <translation>%1 已损坏。最新的完好备份：%2。</translation>
    </message>
    <message>
        <source>Open it where it is now…</source>
        <translation>在它现在的位置打开…</translation>
    </message>
    <message>
        <source>Go back to this backup</source>
        <translation>恢复到此备份</translation>
    </message>
    <message numerus="yes">
        <source>%n saved change(s) are newer than it, the last one: %1.</source>
        <translation>
            <numerusform>有 %n 处已保存的修改比它更新，最后一处：%1。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n saved change(s) are newer than it.</source>
        <translation>
            <numerusform>有 %n 处已保存的修改比它更新。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n draft(s) that were not saved yet are newer than it.</source>
        <translation>
            <numerusform>有 %n 处尚未保存的草稿比它更新。</numerusform>
        </translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Preferences</source>
        <translation>首选项</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>Undo: edit text</comment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Open or create a workspace first; dialogues are imported into it.</source>
        <translation>请先打开或新建工作区；对话将导入其中。</translation>
    </message>
    <message>
        <source>Attune %1, a workbench for emotional support dialogue models. Free software under the GPL, version 3 or later; it works offline and sends nothing anywhere.</source>
        <translation>Attune %1，情感支持对话模型的工作台。依 GPL 第 3 版或更高版本发布的自由软件；可离线工作，不向任何地方发送数据。</translation>
    </message>
    <message>
        <source>Open a workspace (a folder that ends in .attune)</source>
        <translation>打开工作区（以 .attune 结尾的文件夹）</translation>
    </message>
    <message>
        <source>Name the new workspace</source>
        <translation>为新工作区命名</translation>
    </message>
    <message>
        <source>Workspaces (*.attune)</source>
        <translation>工作区 (*.attune)</translation>
    </message>
    <message>
        <source>Go on without saving</source>
        <translation>不保存，继续</translation>
    </message>
    <message>
        <source>%1 holds something that could not be saved yet. Decide on the page what becomes of it, or go on without it.</source>
        <translation>“%1”页有内容尚未能保存。请在该页上决定如何处理，或不保存而继续。</translation>
    </message>
    <message>
        <source>These pages hold something that could not be saved yet: %1. Decide on each what becomes of it, or go on without.</source>
        <translation>以下页面有内容尚未能保存：%1。请在各页决定如何处理，或不保存而继续。</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between names of pages</comment>
        <translation>、</translation>
    </message>
    <message>
        <source>The runs that wait are handed over …</source>
        <translation>正在交接等待中的运行…</translation>
    </message>
    <message>
        <source>%1 is at work on something that you asked for. The window can be drawn in the new language when that is done.</source>
        <translation>“%1”正在处理您交给它的工作。完成后，窗口即可以新语言重新显示。</translation>
    </message>
    <message>
        <source>What was at work is done. The window can be drawn in the new language now.</source>
        <translation>工作已完成。现在可以用新语言重新显示窗口。</translation>
    </message>
    <message>
        <source>Draw it anew</source>
        <translation>重新显示</translation>
    </message>
    <message>
        <source>%1 is at work on something that you asked for. What is ended now is taken back: nothing of a half import stays.</source>
        <translation>“%1”正在进行你要求的工作。现在结束的话会全部撤回：导入到一半的内容不会留下。</translation>
    </message>
    <message>
        <source>End it and go on</source>
        <translation>结束它并继续</translation>
    </message>
    <message>
        <source>Go on when it is done</source>
        <translation>等它完成后再继续</translation>
    </message>
    <message>
        <source>An import that was cut off is being taken back…</source>
        <translation>正在撤回一次被中断的导入…</translation>
    </message>
    <message numerus="yes">
        <source>The import of %1 was cut off. The %n dialogue(s) that had come in of it were taken back; import it again.</source>
        <translation>
            <numerusform>%1 的导入被中断。已经进来的 %n 个对话已撤回；请重新导入。</numerusform>
        </translation>
    </message>
    <message>
        <source>, </source>
        <comment>between names of files</comment>
        <translation>、</translation>
    </message>
</context>
<context>
    <name>shell::PageTable</name>
    <message>
        <source>Home</source>
        <translation>首页</translation>
    </message>
    <message>
        <source>Dialogues</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>Profiles</source>
        <translation>档案</translation>
    </message>
    <message>
        <source>Prompts</source>
        <translation>提示词</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>聊天</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Evaluate</source>
        <translation>评测</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>运行</translation>
    </message>
</context>
<context>
    <name>shell::PreferencesPage</name>
    <message>
        <source>Preferences</source>
        <translation>首选项</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>“As the system” follows the lightness of the desktop when Attune starts.</source>
        <translation>“跟随系统”以 Attune 启动时桌面的明暗为准。</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>The window is drawn again in the new language; your work stays as it is.</source>
        <translation>窗口会以新语言重新显示；您的工作不受影响。</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
</context>
<context>
    <name>shell::RunningBar</name>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>What is running</source>
        <translation>正在运行</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message numerus="yes">
        <source>%n more running</source>
        <translation>
            <numerusform>另有 %n 个在运行</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n 个等待中</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing is running</source>
        <translation>没有正在运行的任务</translation>
    </message>
    <message>
        <source>stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>还需 %1</translation>
    </message>
    <message>
        <source>Stop %1 (it can be resumed)</source>
        <translation>停止 %1（之后可以继续）</translation>
    </message>
</context>
<context>
    <name>shell::RunningJobs</name>
    <message>
        <source>starting</source>
        <translation>正在启动</translation>
    </message>
    <message>
        <source>%1, %2 of %3</source>
        <comment>training, 12 of 400</comment>
        <translation>%1，%2 / %3</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>run: how it ended</comment>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>shell::ShortcutsPage</name>
    <message>
        <source>Where</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>What they do</source>
        <translation>作用</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Single keys rest while a text field has the focus or an input method composes.</source>
        <translation>文本框获得焦点或输入法正在输入时，单键快捷键暂不生效。</translation>
    </message>
</context>
<context>
    <name>shell::Sidebar</name>
    <message>
        <source>Pages</source>
        <translation>页面</translation>
    </message>
</context>
<context>
    <name>shell::WorkspaceButton</name>
    <message>
        <source>No workspace</source>
        <translation>没有工作区</translation>
    </message>
    <message>
        <source>Open or create one</source>
        <translation>打开或新建一个</translation>
    </message>
    <message>
        <source>Workspace: %1</source>
        <translation>工作区：%1</translation>
    </message>
</context>
<context>
    <name>training::PreflightCard</name>
    <message>
        <source>Before it starts</source>
        <translation>开始之前</translation>
    </message>
    <message>
        <source>steps</source>
        <translation>步数</translation>
    </message>
    <message>
        <source>estimated time</source>
        <translation>预计时间</translation>
    </message>
    <message>
        <source>memory, of what is free</source>
        <translation>内存（占空闲内存）</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>部分</translation>
    </message>
    <message>
        <source>Dialogues</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>词元</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Validation: evaluation loss</source>
        <translation>验证集：验证损失</translation>
    </message>
    <message>
        <source>Test: kept for Evaluate</source>
        <translation>测试集：留给评测</translation>
    </message>
    <message>
        <source>Frozen with the run: all settings, the prompt template and a copy of these dialogues. Later edits in the workspace do not change it.</source>
        <translation>随运行冻结：全部设置、提示词模板和这些对话的副本。此后在工作区中的编辑不会影响它。</translation>
    </message>
    <message>
        <source>Counting tokens …</source>
        <translation>正在统计词元…</translation>
    </message>
    <message>
        <source>%1 rows of at most %2 tokens an epoch, %3 epochs, %4 tokens in all</source>
        <translation>每轮 %1 行、每行最多 %2 个词元，%3 轮，共 %4 个词元</translation>
    </message>
    <message>
        <source>At %1 tokens a second, the speed of the last training of this model here</source>
        <translation>按每秒 %1 个词元计，即该模型在本机上次训练的速度</translation>
    </message>
    <message>
        <source>Known after the first training of this model on this machine</source>
        <translation>该模型在本机完成第一次训练后即可得知</translation>
    </message>
    <message>
        <source>An estimate from the model&apos;s shape; the worker reports what it really takes</source>
        <translation>按模型结构估算；实际用量由工作进程报告</translation>
    </message>
    <message>
        <source>This may need more memory than is free: a shorter cutoff_len or a smaller batch helps.</source>
        <translation>所需内存可能超过空闲内存：减小 cutoff_len 或批大小会有帮助。</translation>
    </message>
    <message>
        <source>There is no validation part, so there is no evaluation loss.</source>
        <translation>没有验证集，因此没有验证损失。</translation>
    </message>
    <message>
        <source>not known yet</source>
        <translation>尚不可知</translation>
    </message>
    <message numerus="yes">
        <source>%n dialogue(s) are longer than cutoff_len and lose their oldest turns.</source>
        <translation>
            <numerusform>%n 段对话超过 cutoff_len，会舍去最早的发言。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n dialogue(s) have nothing to learn from at this cutoff_len and are left out.</source>
        <translation>
            <numerusform>%n 段对话在此 cutoff_len 下没有可学习的内容，将被略去。</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <comment>dialogues</comment>
        <translation>%1 / %2</translation>
    </message>
</context>
<context>
    <name>training::Presets</name>
    <message>
        <source>Taste</source>
        <translation>试跑</translation>
    </message>
    <message>
        <source>24 short steps at rank 16: a few minutes without a graphics card, to see that everything works</source>
        <translation>秩 16，24 个短步：没有显卡也只需几分钟，用来确认一切正常</translation>
    </message>
    <message>
        <source>r8 a16</source>
        <translation>r8 a16</translation>
    </message>
    <message>
        <source>Rank 8, alpha 16: the smallest of the paper&apos;s three pairs</source>
        <translation>秩 8、alpha 16：论文三组设置中最小的一组</translation>
    </message>
    <message>
        <source>r16 a32</source>
        <translation>r16 a32</translation>
    </message>
    <message>
        <source>Rank 16, alpha 32: the paper&apos;s middle pair</source>
        <translation>秩 16、alpha 32：论文的中间一组</translation>
    </message>
    <message>
        <source>r32 a64</source>
        <translation>r32 a64</translation>
    </message>
    <message>
        <source>Rank 32, alpha 64: the largest of the paper&apos;s three pairs</source>
        <translation>秩 32、alpha 64：论文三组设置中最大的一组</translation>
    </message>
</context>
<context>
    <name>training::RunPanel</name>
    <message>
        <source>%1 · rank %2 alpha %3 · learning_rate %4 · cutoff_len %5 · %6</source>
        <translation>%1 · 秩 %2 alpha %3 · learning_rate %4 · cutoff_len %5 · %6</translation>
    </message>
    <message>
        <source>Curves of the run</source>
        <translation>运行的曲线</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Ends after this step with a checkpoint</source>
        <translation>完成这一步并保存检查点后结束</translation>
    </message>
    <message>
        <source>Stop now</source>
        <translation>立即停止</translation>
    </message>
    <message>
        <source>Ends the worker at once; what came after the last checkpoint is lost</source>
        <translation>立即结束工作进程；最后一个检查点之后的内容会丢失</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Chat with it</source>
        <translation>与它聊天</translation>
    </message>
    <message>
        <source>Evaluate it</source>
        <translation>评测它</translation>
    </message>
    <message>
        <source>Show in Runs</source>
        <translation>在“运行”中显示</translation>
    </message>
    <message>
        <source>Use these settings</source>
        <translation>使用这些设置</translation>
    </message>
    <message>
        <source>Progress of the run</source>
        <translation>运行进度</translation>
    </message>
    <message>
        <source>step</source>
        <translation>步</translation>
    </message>
    <message>
        <source>time left</source>
        <translation>剩余时间</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>evaluation loss</source>
        <translation>验证损失</translation>
    </message>
    <message>
        <source>tokens a second</source>
        <translation>词元/秒</translation>
    </message>
    <message>
        <source>last checkpoint</source>
        <translation>最近的检查点</translation>
    </message>
    <message>
        <source>Curve</source>
        <translation>曲线</translation>
    </message>
    <message>
        <source>Loss and evaluation loss</source>
        <translation>损失与验证损失</translation>
    </message>
    <message>
        <source>Logarithmic</source>
        <translation>对数坐标</translation>
    </message>
    <message>
        <source>waiting for its turn</source>
        <translation>排队等待中</translation>
    </message>
    <message>
        <source>stopping after this step</source>
        <translation>完成这一步后停止</translation>
    </message>
    <message>
        <source>step %1</source>
        <translation>第 %1 步</translation>
    </message>
    <message>
        <source>training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>evaluation</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>nats a token</source>
        <translation>奈特/词元</translation>
    </message>
    <message>
        <source>took</source>
        <translation>用时</translation>
    </message>
    <message>
        <source>Puts them into the form, for another run</source>
        <translation>将它们填入表单，用于新的运行</translation>
    </message>
    <message>
        <source>The curve begins with the first measurement.</source>
        <translation>曲线从第一次测量开始。</translation>
    </message>
    <message>
        <source>Finished, but the adapter&apos;s weights are not here: the run came without them, or its folder was moved.</source>
        <translation>已完成，但适配器的权重不在这里：该运行不带权重，或其文件夹已被移走。</translation>
    </message>
</context>
<context>
    <name>training::TrainForm</name>
    <message>
        <source>More settings</source>
        <translation>更多设置</translation>
    </message>
    <message>
        <source>Start from</source>
        <translation>从预设开始</translation>
    </message>
    <message>
        <source>Take a model from a folder or a .gguf file</source>
        <translation>从文件夹或 .gguf 文件选择模型</translation>
    </message>
    <message>
        <source>as the epochs say</source>
        <translation>由轮数决定</translation>
    </message>
    <message>
        <source>Name of the run</source>
        <translation>运行名称</translation>
    </message>
    <message>
        <source>The model that is fine-tuned; it stays as it is, the adapter is kept beside it</source>
        <translation>要微调的模型；它本身不变，适配器另行保存</translation>
    </message>
    <message>
        <source>Prompt template</source>
        <translation>提示词模板</translation>
    </message>
    <message>
        <source>The system message of every dialogue, frozen with the run</source>
        <translation>每段对话的系统消息，随运行一起冻结</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Adapter and training</source>
        <translation>适配器与训练</translation>
    </message>
    <message>
        <source>Width of the adapter: more can learn more and needs more memory</source>
        <translation>适配器的秩：越大，能学到的越多，占用的内存也越多</translation>
    </message>
    <message>
        <source>The adapter&apos;s output is scaled by lora_alpha / lora_rank; twice the rank is usual</source>
        <translation>适配器的输出按 lora_alpha / lora_rank 缩放；通常取秩的两倍</translation>
    </message>
    <message>
        <source>Largest step of the optimizer; 1e-4 to 3e-4 is usual for LoRA</source>
        <translation>优化器的最大步长；LoRA 通常取 1e-4 到 3e-4</translation>
    </message>
    <message>
        <source>How often the whole training part is seen</source>
        <translation>整个训练集要学几遍</translation>
    </message>
    <message>
        <source>Above 0: exactly so many optimizer steps, whatever the epochs say</source>
        <translation>大于 0 时，不论轮数多少，恰好执行这么多优化步</translation>
    </message>
    <message>
        <source>Longest dialogue in tokens; of a longer one the oldest turns are left out, never the prompt, never half a turn</source>
        <translation>对话的最大词元数；超长时舍去最早的发言，绝不截断提示词，也绝不截断半条发言</translation>
    </message>
    <message>
        <source>Rows that are computed at once; memory grows with it</source>
        <translation>一次计算的行数；内存随之增长</translation>
    </message>
    <message>
        <source>Batches that are added up before the optimizer steps; costs no memory</source>
        <translation>优化器更新前累积的批数；不额外占用内存</translation>
    </message>
    <message>
        <source>Several dialogues in one row</source>
        <translation>一行放入多段对话</translation>
    </message>
    <message>
        <source>Join turns of one speaker</source>
        <translation>同一说话人的连续发言合并为一条消息</translation>
    </message>
    <message>
        <source>Every supporter turn</source>
        <translation>每条支持者发言</translation>
    </message>
    <message>
        <source>The last supporter turn</source>
        <translation>最后一条支持者发言</translation>
    </message>
    <message>
        <source>first and last</source>
        <translation>首尾各一次</translation>
    </message>
    <message>
        <source>at the end</source>
        <translation>结束时</translation>
    </message>
    <message>
        <source>auto: what the machine does best</source>
        <translation>auto：本机最适合的类型</translation>
    </message>
    <message>
        <source>all cores</source>
        <translation>全部核心</translation>
    </message>
    <message>
        <source>Share of the adapter&apos;s inputs that are dropped while training</source>
        <translation>训练时随机丢弃的适配器输入比例</translation>
    </message>
    <message>
        <source>The linear layers that get an adapter</source>
        <translation>加上适配器的线性层</translation>
    </message>
    <message>
        <source>Fills rows of cutoff_len with several dialogues that do not see each other: faster, same loss</source>
        <translation>把多段互不可见的对话拼进长度为 cutoff_len 的行：更快，损失不变</translation>
    </message>
    <message>
        <source>Otherwise each turn is a message of its own</source>
        <translation>否则每条发言各为一条消息</translation>
    </message>
    <message>
        <source>What the model learns to say</source>
        <translation>模型学习说出的内容</translation>
    </message>
    <message>
        <source>How the learning rate falls after the warm-up</source>
        <translation>预热之后学习率如何下降</translation>
    </message>
    <message>
        <source>Share of the steps in which the learning rate rises</source>
        <translation>学习率上升的步数比例</translation>
    </message>
    <message>
        <source>AdamW&apos;s decay of the weights</source>
        <translation>AdamW 的权重衰减系数</translation>
    </message>
    <message>
        <source>Gradients longer than this are shortened; 0: never</source>
        <translation>梯度范数超过该值时进行裁剪；0：不裁剪</translation>
    </message>
    <message>
        <source>Memory of the gradient&apos;s mean</source>
        <translation>梯度一阶矩（均值）的衰减系数</translation>
    </message>
    <message>
        <source>Memory of the gradient&apos;s square</source>
        <translation>梯度二阶矩（平方）的衰减系数</translation>
    </message>
    <message>
        <source>Keeps AdamW&apos;s division finite</source>
        <translation>防止 AdamW 计算中除以零</translation>
    </message>
    <message>
        <source>Order of the dialogues, first weights of the adapter, dropout</source>
        <translation>对话顺序、适配器初始权重、dropout</translation>
    </message>
    <message>
        <source>Steps between measurements of the evaluation loss</source>
        <translation>每隔多少步测一次验证损失</translation>
    </message>
    <message>
        <source>Steps between checkpoints, from which a run can go on</source>
        <translation>每隔多少步保存一个检查点；运行可从检查点继续</translation>
    </message>
    <message>
        <source>Older checkpoints are removed</source>
        <translation>更旧的检查点会被删除</translation>
    </message>
    <message>
        <source>Steps between points of the loss curve</source>
        <translation>损失曲线每隔多少步取一个点</translation>
    </message>
    <message>
        <source>Where it is computed; one run a device at a time</source>
        <translation>在哪个设备上计算；每个设备同时只运行一项</translation>
    </message>
    <message>
        <source>What the base model computes in; the adapter is trained in fp32</source>
        <translation>基座模型的计算精度；适配器以 fp32 训练</translation>
    </message>
    <message>
        <source>Processor threads</source>
        <translation>处理器线程数</translation>
    </message>
    <message>
        <source>Effective batch: %1 × %2 = %3 rows of %4 tokens a step</source>
        <translation>有效批大小：%1 × %2 = 每步 %3 行，每行 %4 个词元</translation>
    </message>
    <message>
        <source>All but those marked as no example</source>
        <translation>除标为“不作示例”者以外的全部发言</translation>
    </message>
</context>
<context>
    <name>training::TrainPage</name>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Start training</source>
        <translation>开始训练</translation>
    </message>
    <message>
        <source>comes with Attune</source>
        <translation>随 Attune 提供</translation>
    </message>
    <message>
        <source>Starts as soon as the tokens are counted.</source>
        <translation>词元统计完成后立即开始。</translation>
    </message>
    <message>
        <source>New run</source>
        <translation>新运行</translation>
    </message>
    <message>
        <source>at work: %1, waiting: %2</source>
        <translation>进行中：%1，等待：%2</translation>
    </message>
    <message>
        <source>A model&apos;s folder</source>
        <translation>模型的文件夹</translation>
    </message>
    <message>
        <source>Models (*.gguf config.json)</source>
        <translation>模型 (*.gguf config.json)</translation>
    </message>
    <message>
        <source>Not allowed yet: %1</source>
        <translation>还不能开始：%1</translation>
    </message>
    <message>
        <source>Counting tokens …</source>
        <translation>正在统计词元…</translation>
    </message>
    <message>
        <source>Trainings</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Nothing to learn from: no training dialogue fits into cutoff_len beside the prompt. Raise it, or take a shorter prompt.</source>
        <translation>没有可学习的内容：除提示词外，没有训练对话能放进 cutoff_len。请调大它，或使用更短的提示词。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln step(s)</source>
        <translation>
            <numerusform>%Ln 步</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, about %2</source>
        <translation>%1，约 %2</translation>
    </message>
    <message>
        <source>%1, on %2 of %3 dialogues: the rest does not fit into cutoff_len</source>
        <translation>%1，仅用 %3 个对话中的 %2 个：其余放不进 cutoff_len</translation>
    </message>
</context>
</TS>
