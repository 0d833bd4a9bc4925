<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Actions</name>
    <message>
        <source>Root cause {n}</source>
        <translation>根因 {n}</translation>
    </message>
    <message>
        <source>Next case</source>
        <translation>下一案件</translation>
    </message>
    <message>
        <source>Previous case</source>
        <translation>上一案件</translation>
    </message>
    <message>
        <source>Open the case</source>
        <translation>打开案件</translation>
    </message>
    <message>
        <source>Next evidence tab</source>
        <translation>下一个证据标签页</translation>
    </message>
    <message>
        <source>Next view of the queue</source>
        <translation>下一个队列视图</translation>
    </message>
    <message>
        <source>Find in the queue</source>
        <translation>在队列中查找</translation>
    </message>
    <message>
        <source>Decide: pass</source>
        <translation>结论：通过</translation>
    </message>
    <message>
        <source>Decide: block</source>
        <translation>结论：拦截</translation>
    </message>
    <message>
        <source>Decide: escalate</source>
        <translation>结论：上报</translation>
    </message>
    <message>
        <source>Choose the cause in the evidence</source>
        <translation>选择归因对象</translation>
    </message>
    <message>
        <source>Answer the practice case, then the next one</source>
        <translation>提交练习答案，再看下一件</translation>
    </message>
    <message>
        <source>Choose which findings, or which cases</source>
        <translation>选择哪些发现，或哪些案件</translation>
    </message>
    <message>
        <source>Flag a SOP gap</source>
        <translation>标记 SOP 缺口</translation>
    </message>
    <message>
        <source>Look at the A/B or the ballots now, or replay again</source>
        <translation>立即查看 A/B 或投票，或重新回放</translation>
    </message>
    <message>
        <source>Raise a finding, make a training set, or have a candidate answer</source>
        <translation>提出发现、制作训练集，或让候选版本作答</translation>
    </message>
    <message>
        <source>Show more of the list</source>
        <translation>显示更多</translation>
    </message>
    <message>
        <source>Tag the case</source>
        <translation>给案件加标签</translation>
    </message>
    <message>
        <source>Take a version back, or throw the draft away</source>
        <translation>撤回版本或丢弃草稿</translation>
    </message>
    <message>
        <source>Take back a finding of one’s own</source>
        <translation>撤回自己提出的发现</translation>
    </message>
    <message>
        <source>Take back what was sent last</source>
        <translation>撤回刚提交的操作</translation>
    </message>
    <message>
        <source>Take cases over</source>
        <translation>接手案件</translation>
    </message>
    <message>
        <source>Take cases with you</source>
        <translation>带走案件（离线处理）</translation>
    </message>
    <message>
        <source>Take ours</source>
        <translation>采用我方</translation>
    </message>
    <message>
        <source>Take the ballot back</source>
        <translation>撤回投票</translation>
    </message>
    <message>
        <source>Take the clause out</source>
        <translation>删除条款</translation>
    </message>
    <message>
        <source>Take the dispute back</source>
        <translation>撤回申诉</translation>
    </message>
    <message>
        <source>Take the files of the training set</source>
        <translation>下载训练集文件</translation>
    </message>
    <message>
        <source>Take the hand-over back</source>
        <translation>撤回交接</translation>
    </message>
    <message>
        <source>Take the sample along</source>
        <translation>带走样本</translation>
    </message>
    <message>
        <source>Take theirs</source>
        <translation>采用对方</translation>
    </message>
    <message>
        <source>Tell figures apart by</source>
        <translation>选择区分方式</translation>
    </message>
    <message>
        <source>The first reasoning is better founded</source>
        <translation>第一份推理依据更充分</translation>
    </message>
    <message>
        <source>The main step of the page</source>
        <translation>本页的主要步骤</translation>
    </message>
    <message>
        <source>The second reasoning is better founded</source>
        <translation>第二份推理依据更充分</translation>
    </message>
    <message>
        <source>Vote: block</source>
        <translation>投票：拦截</translation>
    </message>
    <message>
        <source>Vote: escalate</source>
        <translation>投票：上报</translation>
    </message>
    <message>
        <source>Vote: pass</source>
        <translation>投票：通过</translation>
    </message>
    <message>
        <source>Who has which skill</source>
        <translation>人员技能</translation>
    </message>
    <message>
        <source>Who is given which cases</source>
        <translation>案件分配规则</translation>
    </message>
    <message>
        <source>Write a new version, or go on</source>
        <translation>编写新版本或继续</translation>
    </message>
    <message>
        <source>Write a note</source>
        <translation>写备注</translation>
    </message>
    <message>
        <source>Write the rationale</source>
        <translation>填写审核理由</translation>
    </message>
    <message>
        <source>Submit and next</source>
        <translation>提交并下一件</translation>
    </message>
    <message>
        <source>Go to Review</source>
        <translation>转到审核</translation>
    </message>
    <message>
        <source>Go to Activity</source>
        <translation>转到动态</translation>
    </message>
    <message>
        <source>Ask ROCA again</source>
        <translation>请 ROCA 重新判定</translation>
    </message>
    <message>
        <source>Ask the server again</source>
        <translation>重新询问服务器</translation>
    </message>
    <message>
        <source>Back to the list</source>
        <translation>返回列表</translation>
    </message>
    <message>
        <source>Back to the threshold of before</source>
        <translation>恢复之前的阈值</translation>
    </message>
    <message>
        <source>Bring the documents of the packet</source>
        <translation>下载样本包的证明材料</translation>
    </message>
    <message>
        <source>Challenge a threshold by a case</source>
        <translation>用案件质疑阈值</translation>
    </message>
    <message>
        <source>Challenge the threshold by this case</source>
        <translation>以本案质疑阈值</translation>
    </message>
    <message>
        <source>Change the chosen cases</source>
        <translation>批量处理所选案件</translation>
    </message>
    <message>
        <source>Change the end of the shift</source>
        <translation>修改下班时间</translation>
    </message>
    <message>
        <source>Charts as tables, or as pictures</source>
        <translation>图表改为表格，或改回图形</translation>
    </message>
    <message>
        <source>Choose all of the view</source>
        <translation>全选当前视图</translation>
    </message>
    <message>
        <source>Choose on to the next</source>
        <translation>连同下一件选中</translation>
    </message>
    <message>
        <source>Choose on to the previous</source>
        <translation>连同上一件选中</translation>
    </message>
    <message>
        <source>Choose the case type</source>
        <translation>选择案件类型</translation>
    </message>
    <message>
        <source>Choose the case types of the page</source>
        <translation>选择页面适用的案件类型</translation>
    </message>
    <message>
        <source>Choose the case, or no longer</source>
        <translation>选中或取消选中案件</translation>
    </message>
    <message>
        <source>Choose the model version</source>
        <translation>选择模型版本</translation>
    </message>
    <message>
        <source>Choose the period</source>
        <translation>选择时段</translation>
    </message>
    <message>
        <source>Choose the segment</source>
        <translation>选择细分</translation>
    </message>
    <message>
        <source>Choose what a wrong decision costs</source>
        <translation>选择错误决定的成本</translation>
    </message>
    <message>
        <source>Clause after</source>
        <translation>下一项条款</translation>
    </message>
    <message>
        <source>Clause before</source>
        <translation>上一项条款</translation>
    </message>
    <message>
        <source>Compare with this version</source>
        <translation>与此版本比较</translation>
    </message>
    <message>
        <source>Complete a blind decision</source>
        <translation>补全盲审结论</translation>
    </message>
    <message>
        <source>Compose the first sentence</source>
        <translation>生成审核理由首句</translation>
    </message>
    <message>
        <source>Connect the page to Confluence</source>
        <translation>将页面关联到 Confluence</translation>
    </message>
    <message>
        <source>Decide a pattern</source>
        <translation>处理成批上报</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>End the A/B, the proposal or the session</source>
        <translation>结束 A/B、提议或校准会</translation>
    </message>
    <message>
        <source>Escalate as a pattern</source>
        <translation>按模式成批上报</translation>
    </message>
    <message>
        <source>Evidence tab {n}</source>
        <translation>证据标签页 {n}</translation>
    </message>
    <message>
        <source>Give the packet back</source>
        <translation>归还样本包</translation>
    </message>
    <message>
        <source>Go to Calibrate</source>
        <translation>前往校准</translation>
    </message>
    <message>
        <source>Go to Feedback</source>
        <translation>前往反馈</translation>
    </message>
    <message>
        <source>Go to My day</source>
        <translation>转到我的一天</translation>
    </message>
    <message>
        <source>Go to QA</source>
        <translation>转到质检</translation>
    </message>
    <message>
        <source>Go to SOPs</source>
        <translation>前往 SOP</translation>
    </message>
    <message>
        <source>Go to Team</source>
        <translation>转到团队</translation>
    </message>
    <message>
        <source>Graph</source>
        <translation>图谱</translation>
    </message>
    <message>
        <source>Hand everything over</source>
        <translation>全部交接</translation>
    </message>
    <message>
        <source>Hand the case over</source>
        <translation>交接案件</translation>
    </message>
    <message>
        <source>Hand the set over</source>
        <translation>移交案件集</translation>
    </message>
    <message>
        <source>Judge the reasoning steps</source>
        <translation>核对推理步骤</translation>
    </message>
    <message>
        <source>Keep a draft on the server</source>
        <translation>将草稿保存到服务器</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>锁定</translation>
    </message>
    <message>
        <source>Look at Confluence now</source>
        <translation>立即比较 Confluence</translation>
    </message>
    <message>
        <source>Look for patterns now</source>
        <translation>立即查找模式</translation>
    </message>
    <message>
        <source>Make a training set of the finding</source>
        <translation>用该发现创建训练集</translation>
    </message>
    <message>
        <source>Merge the finding into another</source>
        <translation>将该发现并入另一项</translation>
    </message>
    <message>
        <source>Move the clause down</source>
        <translation>下移条款</translation>
    </message>
    <message>
        <source>Move the clause up</source>
        <translation>上移条款</translation>
    </message>
    <message>
        <source>Name the finding</source>
        <translation>命名发现</translation>
    </message>
    <message>
        <source>Neither reasoning is better founded</source>
        <translation>两份推理不分高下</translation>
    </message>
    <message>
        <source>New page, or another clause</source>
        <translation>新页面或新条款</translation>
    </message>
    <message>
        <source>New session, or a note</source>
        <translation>新建校准会或写意见</translation>
    </message>
    <message>
        <source>New set, or another case in it</source>
        <translation>新建案件集，或向其中加入案件</translation>
    </message>
    <message>
        <source>Next page</source>
        <translation>下一页</translation>
    </message>
    <message>
        <source>Next page or evidence tab</source>
        <translation>下一页或下一个证据标签</translation>
    </message>
    <message>
        <source>Next step of the sample</source>
        <translation>样本的下一步</translation>
    </message>
    <message>
        <source>Open the case of the row</source>
        <translation>打开该行的案件</translation>
    </message>
    <message>
        <source>Own snippets</source>
        <translation>常用语</translation>
    </message>
    <message>
        <source>Pick the case of the row, or no longer</source>
        <translation>选中或取消选中该行案件</translation>
    </message>
    <message>
        <source>Practise: block</source>
        <translation>练习：拦截</translation>
    </message>
    <message>
        <source>Practise: pass</source>
        <translation>练习：通过</translation>
    </message>
    <message>
        <source>Previous evidence tab</source>
        <translation>上一个证据标签页</translation>
    </message>
    <message>
        <source>Previous page</source>
        <translation>上一页</translation>
    </message>
    <message>
        <source>Previous page or evidence tab</source>
        <translation>上一页或上一个证据标签</translation>
    </message>
    <message>
        <source>Reveal a masked field</source>
        <translation>查看明文</translation>
    </message>
    <message>
        <source>Save the chart as files</source>
        <translation>将图表存为文件</translation>
    </message>
    <message>
        <source>Save the view</source>
        <translation>保存视图</translation>
    </message>
    <message>
        <source>Say what was missing</source>
        <translation>说明缺少什么</translation>
    </message>
    <message>
        <source>Say who answers for the page</source>
        <translation>指定页面负责人</translation>
    </message>
    <message>
        <source>Search cases, commands and clauses</source>
        <translation>搜索案件、命令和条款</translation>
    </message>
    <message>
        <source>Send findings on</source>
        <translation>提交后续</translation>
    </message>
    <message>
        <source>Set the priority of a whole queue</source>
        <translation>设置整个队列的优先级</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Sign the re-reviews</source>
        <translation>签署复核</translation>
    </message>
    <message>
        <source>Skip the case</source>
        <translation>跳过案件</translation>
    </message>
    <message>
        <source>Snooze the case</source>
        <translation>稍后处理案件</translation>
    </message>
    <message>
        <source>Split the picked cases off</source>
        <translation>将选中的案件另立发现</translation>
    </message>
    <message>
        <source>Stop or start the clock</source>
        <translation>挂起或恢复计时</translation>
    </message>
    <message>
        <source>Switch between English and Chinese</source>
        <translation>切换中文与英文</translation>
    </message>
    <message>
        <source>Switch between light and dark</source>
        <translation>切换浅色与深色</translation>
    </message>
    <message>
        <source>Sync now</source>
        <translation>立即同步</translation>
    </message>
    <message>
        <source>The cases of the run</source>
        <translation>这次测试的案件</translation>
    </message>
    <message>
        <source>Write the reason</source>
        <translation>填写理由</translation>
    </message>
    <message>
        <source>Move the panels</source>
        <translation>移动面板</translation>
    </message>
    <message>
        <source>Put the panels back</source>
        <translation>恢复面板布局</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>退出登录</translation>
    </message>
    <message>
        <source>Show the keys</source>
        <translation>显示快捷键</translation>
    </message>
    <message>
        <source>Leave the field</source>
        <translation>离开输入框</translation>
    </message>
</context>
<context>
    <name>Activity</name>
    <message numerus="yes">
        <source>%n need your attention</source>
        <translation>
            <numerusform>%n 项需要您处理</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n other reviews came later</source>
        <translation>
            <numerusform>另有 %n 份审核在此之后到达</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n pending</source>
        <translation>
            <numerusform>%n 项待发送</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n pieces of your work are gone from this computer (numbers {numbers}; {when}). With the next connection the server is asked which of them it has.</source>
        <translation>
            <numerusform>您有 %n 项工作已从本机遗失（第 {numbers} 号；{when}）。下次连接时将向服务器核对其中哪些已经送达。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n pieces of your work are gone from this computer and did not take effect (numbers {numbers}; {when}). Look whether your cases of that time are decided, and decide again those that are not.</source>
        <translation>
            <numerusform>您有 %n 项工作已从本机遗失且未生效（第 {numbers} 号；{when}）。请检查那段时间的案件是否已有决定，并重新决定尚无决定的案件。</numerusform>
        </translation>
    </message>
    <message>
        <source>; </source>
        <translation>；</translation>
    </message>
    <message>
        <source>Activity</source>
        <translation>动态</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>案件</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Escalation</source>
        <translation>上报记录</translation>
    </message>
    <message>
        <source>In force</source>
        <translation>已生效</translation>
    </message>
    <message>
        <source>Make it a draft again</source>
        <translation>恢复为草稿</translation>
    </message>
    <message>
        <source>Nothing was sent yet. Every decision of yours appears here, until it is in force.</source>
        <translation>尚未发送任何内容。您的每个审核结论都会显示在这里，直到生效。</translation>
    </message>
    <message>
        <source>Open it again</source>
        <translation>重新打开</translation>
    </message>
    <message>
        <source>Open it to escalate</source>
        <translation>打开并上报</translation>
    </message>
    <message>
        <source>ROCA says {after}, said {before}</source>
        <translation>ROCA 判定现为{after}，原为{before}</translation>
    </message>
    <message>
        <source>Review · {decision}</source>
        <translation>审核 · {decision}</translation>
    </message>
    <message>
        <source>Review · {decision} · {label}</source>
        <translation>审核 · {decision} · {label}</translation>
    </message>
    <message>
        <source>Show the case</source>
        <translation>查看案件</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Taken back before it was sent</source>
        <translation>发送前已撤回</translation>
    </message>
    <message>
        <source>The case changed after you read it, so your review was kept and not put in force. Open it again: your review is a draft there. Look at what changed, then send it anew.</source>
        <translation>您阅读之后案件有变化，因此您的审核已保留但未生效。请重新打开：您的审核已成为草稿。请查看变化之处，再重新提交。</translation>
    </message>
    <message>
        <source>The case was withdrawn before your review arrived. It counts as work done and not towards accuracy; its words are not kept on the server. Nothing for you to do.</source>
        <translation>您的审核到达之前案件已撤回。这份审核计入工作量，不计入准确率；理由文字不在服务器上保留。您无需处理。</translation>
    </message>
    <message>
        <source>This is a Key User case, which one person cannot close. Nothing was put in force. Open it again: your reasons are in the draft of an escalation.</source>
        <translation>这是关键用户案件，不能由一人审结，因此未生效。请重新打开：您的理由已写入上报草稿。</translation>
    </message>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>What changed since</source>
        <translation>此后的变化</translation>
    </message>
    <message>
        <source>What happens next</source>
        <translation>接下来</translation>
    </message>
    <message>
        <source>What was sent</source>
        <translation>已发送内容</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Your reservation had ended and somebody else decided the case, the same as you. Both count; nothing for you to do.</source>
        <translation>您的领取已到期，他人已审结此案，且结论与您相同。两份都计入，您无需处理。</translation>
    </message>
    <message>
        <source>Your reservation had ended and somebody else has the case now. Your review is kept, and they do not learn of it before they have decided. If both say the same, both count; if not, a lead settles it.</source>
        <translation>您的领取已到期，案件现由他人领取。您的审核已保留，对方作出结论之前不会得知。结论相同则两份都计入；不同则由组长裁定。</translation>
    </message>
    <message>
        <source>Yours</source>
        <translation>您的版本</translation>
    </message>
    <message>
        <source>Z takes it back</source>
        <translation>按 Z 撤回</translation>
    </message>
    <message>
        <source>decided by a senior agent or team lead</source>
        <translation>高级审核员或组长已处理</translation>
    </message>
    <message>
        <source>decided by somebody else meanwhile</source>
        <translation>期间已由他人审结</translation>
    </message>
    <message>
        <source>Your reservation had ended and somebody else decided the case differently. Theirs stands for now, yours is kept beside it. A lead settles it; nothing for you to do.</source>
        <translation>您的领取已到期，他人已审结此案，且结论与您不同。目前以对方的为准，您的审核一并保留，由组长裁定。您无需处理。</translation>
    </message>
    <message numerus="yes">
        <source>%n cases</source>
        <translation>
            <numerusform>%n 件案件</numerusform>
        </translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>Assigned to</source>
        <translation>分配给</translation>
    </message>
    <message>
        <source>Attributed to</source>
        <translation>归因于</translation>
    </message>
    <message>
        <source>Case types</source>
        <translation>案件类型</translation>
    </message>
    <message>
        <source>Cases</source>
        <translation>案件</translation>
    </message>
    <message>
        <source>Cases signed</source>
        <translation>已签字案件数</translation>
    </message>
    <message>
        <source>Codes</source>
        <translation>代码</translation>
    </message>
    <message>
        <source>Contact centres</source>
        <translation>外包中心</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>决定</translation>
    </message>
    <message>
        <source>Handed over to</source>
        <translation>交接给</translation>
    </message>
    <message>
        <source>I have read it</source>
        <translation>已阅知</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>排除</translation>
    </message>
    <message>
        <source>Merged into another finding</source>
        <translation>并入其他发现</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>负责人</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>优先级</translation>
    </message>
    <message>
        <source>Priority from</source>
        <translation>优先级下限</translation>
    </message>
    <message>
        <source>Priority up to</source>
        <translation>优先级上限</translation>
    </message>
    <message>
        <source>Rests on</source>
        <translation>依据</translation>
    </message>
    <message>
        <source>Root cause</source>
        <translation>根因</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>路径</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>Series</source>
        <translation>系列</translation>
    </message>
    <message>
        <source>Somebody else changed the same of this finding after you had read it. Theirs stands, yours was not put in force. Read the finding again in Feedback, and change it anew if you still want to.</source>
        <translation>您读过之后，他人修改了此发现的同一内容。以对方的为准，您的修改未生效。请在“反馈”中重新阅读此发现；若仍需修改，请重新提交。</translation>
    </message>
    <message>
        <source>Split off</source>
        <translation>拆分出</translation>
    </message>
    <message>
        <source>Steps judged</source>
        <translation>已评判步骤</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Tags added</source>
        <translation>添加的标签</translation>
    </message>
    <message>
        <source>Tags removed</source>
        <translation>移除的标签</translation>
    </message>
    <message>
        <source>The case is</source>
        <translation>案件状态</translation>
    </message>
    <message>
        <source>The case was decided before this arrived, so nothing was changed. What you wrote stands here until you have read it.</source>
        <translation>此操作到达之前案件已有决定，因此未作任何更改。您所写的内容会保留在此，直到您确认已读。</translation>
    </message>
    <message>
        <source>The case was withdrawn before this arrived, so nothing was changed. What you wrote stands here until you have read it.</source>
        <translation>此操作到达之前案件已被撤回，因此未作任何更改。您所写的内容会保留在此，直到您确认已读。</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>阈值</translation>
    </message>
    <message>
        <source>True is</source>
        <translation>案件真值</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>截至</translation>
    </message>
    <message>
        <source>What came of it</source>
        <translation>产出</translation>
    </message>
    <message>
        <source>What with all of them</source>
        <translation>批量操作</translation>
    </message>
    <message>
        <source>You had decided this case on your other workstation already, and differently. What you decided there stands for now, this review is kept beside it. A lead settles it; nothing for you to do.</source>
        <translation>您已在另一台工作站对本案作出结论，与此不同。目前以那边的结论为准，本次审核另行保留，由组长裁定，您无需处理。</translation>
    </message>
    <message>
        <source>You had decided this case on your other workstation already, and the same. Nothing for you to do.</source>
        <translation>您已在另一台工作站对本案作出相同结论，无需处理。</translation>
    </message>
    <message>
        <source>You reserved this case on your other workstation, so the reservation here ended. Your review is kept and was not put in force. Decide the case there, or give it back there and open it here again.</source>
        <translation>您已在另一台工作站领取本案，这里的领取随之结束。您的审核已保留，但未生效。请在那边处理，或在那边退回后在这里重新打开。</translation>
    </message>
    <message>
        <source>Your review arrived after another decision was in force, and differs from it. Theirs stands for now, yours is kept beside it. A lead settles it; nothing for you to do.</source>
        <translation>您的审核到达时已有另一结论生效，且与您的不同。目前以对方的为准，您的审核一并保留，由组长裁定。您无需处理。</translation>
    </message>
    <message>
        <source>another, senior person decides</source>
        <translation>由另一位资深人员决定</translation>
    </message>
    <message>
        <source>changed by somebody else meanwhile</source>
        <translation>期间已被他人修改</translation>
    </message>
    <message>
        <source>decided by a senior agent or team lead: {decision}</source>
        <translation>高级审核员或组长已处理：{decision}</translation>
    </message>
    <message>
        <source>decided by a senior agent or team lead: {decision}. “{reasons}”</source>
        <translation>高级审核员或组长已处理：{decision}。“{reasons}”</translation>
    </message>
    <message>
        <source>decided by you elsewhere</source>
        <translation>您已在别处处理</translation>
    </message>
    <message>
        <source>decided differently</source>
        <translation>结论不同</translation>
    </message>
    <message>
        <source>decided the same</source>
        <translation>结论相同</translation>
    </message>
    <message>
        <source>goes out by itself</source>
        <translation>将自动发送</translation>
    </message>
    <message>
        <source>goes out now</source>
        <translation>正在发送</translation>
    </message>
    <message>
        <source>goes out with the next connection</source>
        <translation>恢复连接后发送</translation>
    </message>
    <message>
        <source>in force</source>
        <translation>无需再处理</translation>
    </message>
    <message>
        <source>in force again, after the server was restored from a backup</source>
        <translation>服务器从备份恢复后重新生效</translation>
    </message>
    <message>
        <source>in force; sent after the reservation had ended</source>
        <translation>发送时领取已到期，结论仍然有效</translation>
    </message>
    <message>
        <source>it is not known when</source>
        <translation>时间未知</translation>
    </message>
    <message>
        <source>kept</source>
        <translation>已留存</translation>
    </message>
    <message>
        <source>made after {since}</source>
        <translation>{since} 之后完成</translation>
    </message>
    <message>
        <source>made before {until}</source>
        <translation>{until} 之前完成</translation>
    </message>
    <message>
        <source>made between {since} and {until}</source>
        <translation>{since} 至 {until} 之间完成</translation>
    </message>
    <message>
        <source>nobody</source>
        <translation>无人</translation>
    </message>
    <message>
        <source>not sent</source>
        <translation>未发送</translation>
    </message>
    <message>
        <source>nothing lost</source>
        <translation>没有遗失</translation>
    </message>
    <message>
        <source>nothing was sent</source>
        <translation>未发送</translation>
    </message>
    <message>
        <source>oldest {age}</source>
        <translation>最早 {age}</translation>
    </message>
    <message>
        <source>priority {before} → {after}</source>
        <translation>优先级 {before} → {after}</translation>
    </message>
    <message>
        <source>refused by the server</source>
        <translation>被服务器拒绝</translation>
    </message>
    <message>
        <source>reserved by somebody else meanwhile</source>
        <translation>期间已被他人领取</translation>
    </message>
    <message>
        <source>reserved by you elsewhere</source>
        <translation>您已在别处领取</translation>
    </message>
    <message>
        <source>rests on {clause} in version {version}, which was in force no more</source>
        <translation>依据的是 {clause} 的 {version} 版，该版本当时已失效</translation>
    </message>
    <message>
        <source>see above</source>
        <translation>见上方</translation>
    </message>
    <message>
        <source>settled otherwise meanwhile</source>
        <translation>期间已另有处理</translation>
    </message>
    <message>
        <source>somebody decided the same before; both count</source>
        <translation>此前已有人作出相同结论；两者均计入</translation>
    </message>
    <message>
        <source>somebody decided the same; both count</source>
        <translation>他人结论相同，两份都计入</translation>
    </message>
    <message>
        <source>somebody else</source>
        <translation>他人</translation>
    </message>
    <message>
        <source>somebody else decided differently</source>
        <translation>他人已作出不同结论</translation>
    </message>
    <message>
        <source>the case was decided already</source>
        <translation>案件已有决定</translation>
    </message>
    <message>
        <source>the case was escalated already</source>
        <translation>案件已上报</translation>
    </message>
    <message>
        <source>the case was withdrawn</source>
        <translation>案件已撤回</translation>
    </message>
    <message>
        <source>the copy of the queue did not agree with the server and was fetched again {when}</source>
        <translation>队列副本与服务器不一致，已于 {when} 重新获取</translation>
    </message>
    <message>
        <source>the decision was right</source>
        <translation>原决定正确</translation>
    </message>
    <message>
        <source>the evidence changed meanwhile</source>
        <translation>期间证据有变化</translation>
    </message>
    <message>
        <source>the house</source>
        <translation>本公司</translation>
    </message>
    <message>
        <source>the judgement stands</source>
        <translation>维持原评判</translation>
    </message>
    <message>
        <source>the session has ended</source>
        <translation>会议已结束</translation>
    </message>
    <message>
        <source>this profile turned out to be an older copy {when}: what was done after the copy and not sent may be missing</source>
        <translation>{when} 发现本配置是较旧的副本：副本之后完成但未发送的工作可能缺失</translation>
    </message>
    <message numerus="yes">
        <source>tried %n times, is tried again by itself</source>
        <translation>
            <numerusform>已尝试 %n 次，将自动重试</numerusform>
        </translation>
    </message>
    <message>
        <source>two people decide this one</source>
        <translation>须双人复核</translation>
    </message>
    <message>
        <source>undo {n} s</source>
        <translation>可撤回 {n} 秒</translation>
    </message>
    <message>
        <source>waits for a senior agent or team lead</source>
        <translation>等待高级审核员或组长处理</translation>
    </message>
    <message>
        <source>work may be missing: {numbers}</source>
        <translation>可能有内容遗失：第 {numbers} 号</translation>
    </message>
    <message>
        <source>you</source>
        <translation>您</translation>
    </message>
    <message>
        <source>you decided differently elsewhere</source>
        <translation>您在别处的结论不同</translation>
    </message>
    <message>
        <source>you decided the same on your other workstation</source>
        <translation>您在另一台工作站作出了相同结论</translation>
    </message>
    <message>
        <source>you had decided the same on your other workstation</source>
        <translation>您此前已在另一台工作站作出相同结论</translation>
    </message>
    <message>
        <source>yours was made {time}</source>
        <translation>您的版本作于 {time}</translation>
    </message>
    <message>
        <source>{decision} · {label}</source>
        <translation>{decision} · {label}</translation>
    </message>
    <message>
        <source>{field}: {value}</source>
        <translation>{field}：{value}</translation>
    </message>
    <message>
        <source>{names} and {n} more</source>
        <translation>{names} 等另外 {n} 个</translation>
    </message>
    <message>
        <source>{name} has changed</source>
        <translation>{name}有变化</translation>
    </message>
    <message>
        <source>{name} is gone</source>
        <translation>{name}已移除</translation>
    </message>
    <message>
        <source>{name} is new</source>
        <translation>新增{name}</translation>
    </message>
    <message>
        <source>{n} of {all} decided; the others wait for a senior agent or team lead</source>
        <translation>{all} 件中已审结 {n} 件，其余等待高级审核员或组长处理</translation>
    </message>
</context>
<context>
    <name>Along</name>
    <message numerus="yes">
        <source>%n are decided.</source>
        <translation>
            <numerusform>%n 件已审结。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n are due too soon.</source>
        <translation>
            <numerusform>%n 件即将到期。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n are more than the 20 at once.</source>
        <translation>
            <numerusform>%n 件超出一次 20 件的上限。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n are put off.</source>
        <translation>
            <numerusform>%n 件已设为稍后处理。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n are reserved by others.</source>
        <translation>
            <numerusform>%n 件已被他人领取。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cases are with you.</source>
        <translation>
            <numerusform>已带走 %n 件案件。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cases can go with you.</source>
        <translation>
            <numerusform>可带走 %n 件案件。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cases go back to the queue. Drafts stay.</source>
        <translation>
            <numerusform>%n 件案件将退回队列，草稿保留。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cases went back to the queue.</source>
        <translation>
            <numerusform>%n 件案件已退回队列。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n chosen cases</source>
        <translation>
            <numerusform>所选的 %n 件案件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of Key Users stay.</source>
        <translation>
            <numerusform>%n 件关键用户案件不能带走。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Asking the server for %n cases …</source>
        <translation>
            <numerusform>正在向服务器领取 %n 件案件……</numerusform>
        </translation>
    </message>
    <message>
        <source>Being counted …</source>
        <translation>正在统计……</translation>
    </message>
    <message>
        <source>Cases are being fetched</source>
        <translation>正在下载案件</translation>
    </message>
    <message>
        <source>Cases with you</source>
        <translation>已带走的案件</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Enter or Esc closes</source>
        <translation>Enter 或 Esc 关闭</translation>
    </message>
    <message>
        <source>Esc stops; what is reserved stays with you</source>
        <translation>Esc 停止；已领取的仍归您</translation>
    </message>
    <message>
        <source>Fetched {done} of {total}, with evidence, documents and surroundings.</source>
        <translation>已下载 {done} / {total} 件，含证据、文件和关联信息。</translation>
    </message>
    <message>
        <source>Give all back</source>
        <translation>全部退回</translation>
    </message>
    <message>
        <source>Give them back</source>
        <translation>退回</translation>
    </message>
    <message>
        <source>None of these can go with you: choose others</source>
        <translation>这些案件都不能带走：请另选</translation>
    </message>
    <message numerus="yes">
        <source>Not with you (%n)</source>
        <translation>
            <numerusform>未能带走（%n 件）</numerusform>
        </translation>
    </message>
    <message>
        <source>Still being fetched</source>
        <translation>仍在下载</translation>
    </message>
    <message>
        <source>Stopped: {done} of {total} are fetched, all of them are reserved for you.</source>
        <translation>已停止：已下载 {done} / {total} 件，全部案件均已由您领取。</translation>
    </message>
    <message>
        <source>Take cases with you</source>
        <translation>带走案件（离线处理）</translation>
    </message>
    <message>
        <source>Take them with you</source>
        <translation>带走</translation>
    </message>
    <message>
        <source>The case in sight</source>
        <translation>当前案件</translation>
    </message>
    <message>
        <source>The first is yours until {time}.</source>
        <translation>最早的一件保留至 {time}。</translation>
    </message>
    <message numerus="yes">
        <source>The next %n of this view</source>
        <translation>
            <numerusform>此视图的下 %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>They stay reserved for you without the server until a quarter of an hour before they are due, for 8 hours at most. Evidence, documents and surroundings are fetched now.</source>
        <translation>即使连不上服务器，这些案件也一直由您领取，直到截止时间前 15 分钟，最长 8 小时。证据、文件和关联信息现在就下载。</translation>
    </message>
    <message>
        <source>Which ones</source>
        <translation>带走哪些</translation>
    </message>
    <message numerus="yes">
        <source>With you now (%n)</source>
        <translation>
            <numerusform>目前已带走（%n 件）</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>With you, but not whole (%n)</source>
        <translation>
            <numerusform>已带走，但不完整（%n 件）</numerusform>
        </translation>
    </message>
    <message>
        <source>the case itself has not come yet</source>
        <translation>案件内容尚未下载</translation>
    </message>
    <message>
        <source>without its documents</source>
        <translation>缺少文件</translation>
    </message>
    <message>
        <source>without what surrounds it</source>
        <translation>缺少关联信息</translation>
    </message>
    <message>
        <source>↑ ↓ or 1–9 choose, Enter goes on, Delete gives one back, Esc closes</source>
        <translation>↑ ↓ 或 1–9 选择，Enter 继续，Delete 退回一件，Esc 关闭</translation>
    </message>
    <message>
        <source>↑ ↓ or 1–9 choose, Enter goes on, Esc closes</source>
        <translation>↑ ↓ 或 1–9 选择，Enter 继续，Esc 关闭</translation>
    </message>
</context>
<context>
    <name>Around</name>
    <message>
        <source> ({told})</source>
        <translation>（{told}）</translation>
    </message>
    <message numerus="yes">
        <source>%n blocked</source>
        <translation>
            <numerusform>拦截 %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n changes since</source>
        <translation>
            <numerusform>此后 %n 处变化</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n decided</source>
        <translation>
            <numerusform>已审结 %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hits on watch-lists</source>
        <translation>
            <numerusform>命中名单 %n 项</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n other cases</source>
        <translation>
            <numerusform>其他案件 %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n other cases of this account</source>
        <translation>
            <numerusform>本账户其他案件 %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>: </source>
        <translation>：</translation>
    </message>
    <message>
        <source>As of {time}</source>
        <translation>截至 {time}</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>此前</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>案件</translation>
    </message>
    <message>
        <source>Cases</source>
        <translation>案件</translation>
    </message>
    <message>
        <source>Changed since</source>
        <translation>此后变化</translation>
    </message>
    <message>
        <source>Contact centres see how many cases are linked, and no graph. The counts are under Cases.</source>
        <translation>外包团队只看到关联案件的数量，看不到图谱。数量见“案件”。</translation>
    </message>
    <message>
        <source>Graph</source>
        <translation>图谱</translation>
    </message>
    <message>
        <source>Last decision</source>
        <translation>上次结论</translation>
    </message>
    <message>
        <source>Last decision on this account</source>
        <translation>本账户上次审核结论</translation>
    </message>
    <message>
        <source>Linked by</source>
        <translation>关联方式</translation>
    </message>
    <message>
        <source>Most similar past cases</source>
        <translation>最相似的历史案件</translation>
    </message>
    <message>
        <source>No decision on this account here yet</source>
        <translation>本系统尚无本账户的审核结论</translation>
    </message>
    <message>
        <source>No other case of this account.</source>
        <translation>本账户无其他案件。</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>现在</translation>
    </message>
    <message>
        <source>Opened</source>
        <translation>创建时间</translation>
    </message>
    <message>
        <source>Other cases</source>
        <translation>其他案件</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>结论</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>经过</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>主体</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>What happened to this case</source>
        <translation>本案经过</translation>
    </message>
    <message>
        <source>What surrounds this case is being fetched.</source>
        <translation>正在获取本案的关联信息。</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>相似原因</translation>
    </message>
    <message>
        <source>at least {count}</source>
        <translation>至少{count}</translation>
    </message>
    <message>
        <source>no linked cases</source>
        <translation>无关联案件</translation>
    </message>
    <message>
        <source>nothing changed since</source>
        <translation>此后无变化</translation>
    </message>
    <message>
        <source>the server cannot be reached</source>
        <translation>无法连接服务器</translation>
    </message>
</context>
<context>
    <name>AskReasons</name>
    <message>
        <source>A step is doubtful</source>
        <translation>某个步骤存疑</translation>
    </message>
    <message>
        <source>Evidence overlooked</source>
        <translation>遗漏了证据</translation>
    </message>
    <message>
        <source>New evidence</source>
        <translation>有新证据</translation>
    </message>
    <message>
        <source>Signals conflict</source>
        <translation>信号相互矛盾</translation>
    </message>
    <message>
        <source>Something else</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>Stale data</source>
        <translation>数据过时</translation>
    </message>
    <message>
        <source>Wrong clause</source>
        <translation>条款错误</translation>
    </message>
</context>
<context>
    <name>Assessment</name>
    <message>
        <source>Other signals</source>
        <translation>其余信号</translation>
    </message>
    <message>
        <source>This case is decided blind. ROCA’s verdict, signals and reasoning come once you have decided.</source>
        <translation>本案件盲审。作出决定后才显示 ROCA 的判定、信号和推理。</translation>
    </message>
    <message>
        <source>{n} other signals</source>
        <translation>其余 {n} 个信号</translation>
    </message>
    <message>
        <source>Base</source>
        <translation>基准值</translation>
    </message>
    <message>
        <source>ROCA verdict</source>
        <translation>ROCA 判定</translation>
    </message>
    <message>
        <source>Signals · log-odds</source>
        <translation>风险信号 · 对数几率</translation>
    </message>
    <message>
        <source>Reasoning chain</source>
        <translation>推理链</translation>
    </message>
    <message>
        <source>confidence {share} ({away})</source>
        <translation>置信度 {share}（{away}）</translation>
    </message>
    <message>
        <source>auto-decision at {share}</source>
        <translation>自动决策阈值 {share}</translation>
    </message>
    <message>
        <source>; </source>
        <translation>；</translation>
    </message>
    <message>
        <source>Challenger</source>
        <translation>挑战者模型</translation>
    </message>
    <message>
        <source>Mostly unexplained: signals that are not listed outweigh those that are.</source>
        <translation>大部分无法解释：未列出的信号影响大于已列出的信号。</translation>
    </message>
    <message>
        <source>Not checked</source>
        <translation>未检查项</translation>
    </message>
    <message>
        <source>ROCA was asked again at {time} ({reason}). Its answer comes by itself.</source>
        <translation>已于 {time} 请 ROCA 重新判定（{reason}），结果将自动显示。</translation>
    </message>
    <message>
        <source>SOP {ref}</source>
        <translation>SOP {ref}</translation>
    </message>
    <message>
        <source>What else ROCA said</source>
        <translation>ROCA 其他判定</translation>
    </message>
    <message>
        <source>With you by a rule: the threshold is reached.</source>
        <translation>转人工原因：置信度已达阈值，由规则转入。</translation>
    </message>
    <message>
        <source>With you: people decide every Key User case.</source>
        <translation>转人工原因：关键用户案件均由人工审核。</translation>
    </message>
    <message>
        <source>With you: {short} short of the threshold.</source>
        <translation>转人工原因：置信度低于阈值 {short}。</translation>
    </message>
    <message>
        <source>confidence {change}</source>
        <translation>置信度 {change}</translation>
    </message>
    <message>
        <source>no SOP — flag gap</source>
        <translation>无 SOP 条款，可标记缺口</translation>
    </message>
    <message>
        <source>{n} steps in place of {m}</source>
        <translation>推理步骤由 {m} 步变为 {n} 步</translation>
    </message>
    <message>
        <source>{said} (asked: {reason})</source>
        <translation>{said}（重新判定事由：{reason}）</translation>
    </message>
    <message>
        <source>{said}. Nothing else differs.</source>
        <translation>{said}。其余无变化。</translation>
    </message>
    <message>
        <source>{said}. Now: {changes}.</source>
        <translation>{said}。现为：{changes}。</translation>
    </message>
    <message>
        <source>{who}: {verdict}, confidence {confidence}</source>
        <translation>{who}：{verdict}，置信度 {confidence}</translation>
    </message>
    <message>
        <source>↑ ↓ move · Y right · N wrong · Enter evidence · Shift+Enter clause</source>
        <translation>↑ ↓ 移动 · Y 正确 · N 错误 · Enter 查看证据 · Shift+Enter 查看条款</translation>
    </message>
</context>
<context>
    <name>Blind</name>
    <message>
        <source>Complete</source>
        <translation>补全</translation>
    </message>
    <message>
        <source>Decided blind, now revealed: {n} to complete</source>
        <translation>盲审已揭示 ROCA 判定：{n} 件待补全</translation>
    </message>
    <message>
        <source>{n} decided blind: ROCA’s verdict is on its way</source>
        <translation>{n} 件盲审已提交：等待 ROCA 判定</translation>
    </message>
    <message>
        <source>{n} decided blind: offline ROCA’s verdict waits for the connection</source>
        <translation>{n} 件盲审已提交：离线，联网后才显示 ROCA 判定</translation>
    </message>
</context>
<context>
    <name>Calibrate</name>
    <message numerus="yes">
        <source>%n cases would be decided otherwise</source>
        <translation>
            <numerusform>%n 件案件的处理会改变</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n fell back</source>
        <translation>
            <numerusform>%n 个已退回</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n judged</source>
        <translation>
            <numerusform>%n 个可判定</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more blind cases, all right</source>
        <translation>
            <numerusform>还需 %n 件盲审案件且全对</numerusform>
        </translation>
    </message>
    <message>
        <source>A finding is raised over these cases. By route B a threshold is proposed as well.</source>
        <translation>将就这些案件提出一项发现；走 B 路径时还可同时提议阈值。</translation>
    </message>
    <message>
        <source>A proposal for this side is under way: see to it first.</source>
        <translation>此方向已有提议在进行，请先处理。</translation>
    </message>
    <message>
        <source>A slice may leave people&apos;s hands when its whole interval clears the target: the interval holds however often one looks and however many slices there are.</source>
        <translation>整个区间都高于目标的切片才可脱离人工；无论查看多少次、有多少切片，该区间始终有效。</translation>
    </message>
    <message>
        <source>A word of the discussion</source>
        <translation>一句讨论意见</translation>
    </message>
    <message>
        <source>A: weights</source>
        <translation>A：权重</translation>
    </message>
    <message>
        <source>A: weights of signals</source>
        <translation>A：信号权重</translation>
    </message>
    <message>
        <source>AUC</source>
        <translation>AUC</translation>
    </message>
    <message>
        <source>Agreed</source>
        <translation>是否一致</translation>
    </message>
    <message>
        <source>All ballots</source>
        <translation>全部投票</translation>
    </message>
    <message>
        <source>All ballots are in sight now.</source>
        <translation>全部投票现已公开。</translation>
    </message>
    <message>
        <source>All cases turned out alike, so there is nothing to tell apart.</source>
        <translation>所有案件的结果都相同，无从区分。</translation>
    </message>
    <message>
        <source>Alpha is low where one answer is rare; read AC1.</source>
        <translation>某一答案很少见时 alpha 偏低，请看 AC1。</translation>
    </message>
    <message>
        <source>Among labelled cases alone: {share}.</source>
        <translation>仅在有标签的案件中：{share}。</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>答复</translation>
    </message>
    <message>
        <source>Answer a challenge</source>
        <translation>答复质疑</translation>
    </message>
    <message>
        <source>Answered. The author reads it.</source>
        <translation>已答复，提出人会看到。</translation>
    </message>
    <message>
        <source>Approve</source>
        <translation>批准</translation>
    </message>
    <message>
        <source>Approve or reject</source>
        <translation>批准或驳回</translation>
    </message>
    <message>
        <source>Approved. What comes next stands at the top right.</source>
        <translation>已批准。下一步见右上角。</translation>
    </message>
    <message>
        <source>As ROCA&apos;s own word shows it. The reviewer&apos;s code plays no part in a slice.</source>
        <translation>依据 ROCA 自己的判定；审核员所选的代码不参与切片。</translation>
    </message>
    <message>
        <source>Asking the server …</source>
        <translation>正在询问服务器……</translation>
    </message>
    <message>
        <source>At least as many cases as at most: choose a larger end.</source>
        <translation>上限不得小于下限，请选择更大的上限。</translation>
    </message>
    <message>
        <source>At most 120 characters.</source>
        <translation>最多 120 个字符。</translation>
    </message>
    <message>
        <source>At most 500 characters.</source>
        <translation>最多 500 个字符。</translation>
    </message>
    <message>
        <source>Audited from then on</source>
        <translation>此后的抽查比例</translation>
    </message>
    <message>
        <source>Audited of both</source>
        <translation>两组的抽查比例</translation>
    </message>
    <message>
        <source>Audited of both arms</source>
        <translation>两组的抽查比例</translation>
    </message>
    <message>
        <source>Audits since</source>
        <translation>此后的抽查</translation>
    </message>
    <message>
        <source>Automation boundary</source>
        <translation>自动化边界</translation>
    </message>
    <message>
        <source>B: the threshold</source>
        <translation>B：阈值</translation>
    </message>
    <message>
        <source>B: threshold</source>
        <translation>B：阈值</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Bad cases of cases</source>
        <translation>不利案件占比</translation>
    </message>
    <message>
        <source>Being sent …</source>
        <translation>正在发送…</translation>
    </message>
    <message>
        <source>Between {low} and {high} ROCA says less risk than there is.</source>
        <translation>在 {low} 到 {high} 之间，ROCA 低估了风险。</translation>
    </message>
    <message>
        <source>Between {low} and {high} ROCA says more risk than there is.</source>
        <translation>在 {low} 到 {high} 之间，ROCA 高估了风险。</translation>
    </message>
    <message>
        <source>Beyond chance: alpha {alpha}, AC1 {ac1}.</source>
        <translation>扣除巧合后：alpha {alpha}，AC1 {ac1}。</translation>
    </message>
    <message>
        <source>Blamed</source>
        <translation>归因对象</translation>
    </message>
    <message>
        <source>Both arms so far</source>
        <translation>两组目前的情况</translation>
    </message>
    <message>
        <source>Brier</source>
        <translation>Brier</translation>
    </message>
    <message>
        <source>Bring it back</source>
        <translation>收回</translation>
    </message>
    <message>
        <source>Bring this slice back to people</source>
        <translation>将此切片收回人工</translation>
    </message>
    <message>
        <source>By</source>
        <translation>提出人</translation>
    </message>
    <message>
        <source>By how much the figure would rise were this type at the target.</source>
        <translation>若该类型达到目标，总数字会提高多少。</translation>
    </message>
    <message>
        <source>C: SOP</source>
        <translation>C：SOP</translation>
    </message>
    <message>
        <source>C: a clause of the SOP</source>
        <translation>C：SOP 条款</translation>
    </message>
    <message>
        <source>Calibrate</source>
        <translation>校准</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Cancel it</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Cancel it for everybody</source>
        <translation>为所有人取消</translation>
    </message>
    <message>
        <source>Cancel the session</source>
        <translation>取消校准会</translation>
    </message>
    <message>
        <source>Cancelled. No ballot was told to anybody.</source>
        <translation>已取消。没有向任何人透露投票。</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>案件</translation>
    </message>
    <message>
        <source>A case that you decided, and where you would draw the line, if you like. Whoever proposes thresholds answers you.</source>
        <translation>写一个你判定过的案件；愿意的话，再写你认为的阈值。提议阈值的人会答复你。</translation>
    </message>
    <message numerus="yes">
        <source>%n unanswered for too long</source>
        <translation>
            <numerusform>%n 件逾期未判定</numerusform>
        </translation>
    </message>
    <message>
        <source>Case {n} of {all}</source>
        <translation>第 {n} 件，共 {all} 件</translation>
    </message>
    <message>
        <source>Case, such as C-204817</source>
        <translation>案件，如 C-204817</translation>
    </message>
    <message>
        <source>Cases</source>
        <translation>案件</translation>
    </message>
    <message>
        <source>Cases for which ROCA used another rule than it should have</source>
        <translation>ROCA 用错规则的案件</translation>
    </message>
    <message>
        <source>Cases in each arm, at least</source>
        <translation>每组案件下限</translation>
    </message>
    <message>
        <source>Cases with the new threshold</source>
        <translation>采用新阈值的案件</translation>
    </message>
    <message>
        <source>Cast and next</source>
        <translation>投票，看下一件</translation>
    </message>
    <message>
        <source>Chair</source>
        <translation>主持人</translation>
    </message>
    <message>
        <source>Challenge</source>
        <translation>质疑</translation>
    </message>
    <message>
        <source>Challenge a threshold by a case</source>
        <translation>用案件质疑阈值</translation>
    </message>
    <message>
        <source>Chance of showing what is not so</source>
        <translation>误判为成立的概率</translation>
    </message>
    <message>
        <source>Choose a decision first.</source>
        <translation>请先选择决定。</translation>
    </message>
    <message>
        <source>Choose the side that the threshold is proposed for.</source>
        <translation>请选择阈值所针对的方向。</translation>
    </message>
    <message>
        <source>Choose to approve or to reject.</source>
        <translation>请选择批准或驳回。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Close the session</source>
        <translation>结束校准会</translation>
    </message>
    <message>
        <source>Closed. Its agreement stands.</source>
        <translation>已结束，一致性结果就此确定。</translation>
    </message>
    <message>
        <source>Confidence, threshold</source>
        <translation>置信度 / 阈值</translation>
    </message>
    <message>
        <source>Confusion: what ROCA said and what was true</source>
        <translation>混淆矩阵：ROCA 的判定与真值</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>成本</translation>
    </message>
    <message>
        <source>Cost, a wrong one at {n} min</source>
        <translation>成本，每个错误按 {n} 分钟计</translation>
    </message>
    <message>
        <source>Country</source>
        <translation>国家/地区</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>决定</translation>
    </message>
    <message>
        <source>Decisions of ROCA alone are known by random audits.</source>
        <translation>ROCA 单独所作决定的对错来自随机抽查。</translation>
    </message>
    <message>
        <source>Decline it</source>
        <translation>婉拒</translation>
    </message>
    <message>
        <source>Discussion</source>
        <translation>讨论</translation>
    </message>
    <message>
        <source>ECE</source>
        <translation>ECE</translation>
    </message>
    <message>
        <source>ECE {ece} (equal mass {mass}) · Brier {brier}</source>
        <translation>ECE {ece}（等量分箱 {mass}）· Brier {brier}</translation>
    </message>
    <message>
        <source>End it</source>
        <translation>结束</translation>
    </message>
    <message>
        <source>End the A/B</source>
        <translation>结束 A/B</translation>
    </message>
    <message>
        <source>End the live A/B</source>
        <translation>结束在线 A/B</translation>
    </message>
    <message>
        <source>End the series</source>
        <translation>结束系列</translation>
    </message>
    <message>
        <source>Ends at, in an arm</source>
        <translation>每组案件上限</translation>
    </message>
    <message>
        <source>Enter changes it: the newest ballot stands</source>
        <translation>按 Enter 更改，以最新的投票为准</translation>
    </message>
    <message>
        <source>Enter proposes it</source>
        <translation>按 Enter 提议</translation>
    </message>
    <message>
        <source>Enter votes on it</source>
        <translation>按 Enter 投票</translation>
    </message>
    <message>
        <source>Even the lower bound reaches {target}.</source>
        <translation>连下限也达到 {target}。</translation>
    </message>
    <message>
        <source>Even the upper bound of this slice lies below the target: it stays with people.</source>
        <translation>该切片连上限也低于目标，仍由人工处理。</translation>
    </message>
    <message>
        <source>Even the upper bound stays below {target}.</source>
        <translation>连上限也低于 {target}。</translation>
    </message>
    <message>
        <source>Every slice of the cases that came to people</source>
        <translation>交人工案件的全部切片</translation>
    </message>
    <message>
        <source>Every step of it, for good</source>
        <translation>全部步骤，永久保留</translation>
    </message>
    <message>
        <source>Every version: {side}</source>
        <translation>全部版本：{side}</translation>
    </message>
    <message>
        <source>Everybody who takes part reads it, under your name.</source>
        <translation>所有参加者都能看到，并显示您的名字。</translation>
    </message>
    <message>
        <source>Everybody who takes part sees all of them. Ballots after that are kept as late.</source>
        <translation>所有参加者都会看到全部投票；此后的投票按迟到保存。</translation>
    </message>
    <message>
        <source>Evidence by day</source>
        <translation>逐日证据</translation>
    </message>
    <message>
        <source>F1</source>
        <translation>F1</translation>
    </message>
    <message>
        <source>Fewer than 30 labels: too few to say much.</source>
        <translation>标签不足 30 个，难以下结论。</translation>
    </message>
    <message>
        <source>First decision</source>
        <translation>首次决定</translation>
    </message>
    <message>
        <source>Fixed before it began</source>
        <translation>开始前已固定</translation>
    </message>
    <message>
        <source>Found to be true</source>
        <translation>认定的真值</translation>
    </message>
    <message>
        <source>Freeze and start</source>
        <translation>冻结并开始</translation>
    </message>
    <message>
        <source>From</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>From 0.50 to 1.00</source>
        <translation>0.50 至 1.00</translation>
    </message>
    <message>
        <source>From confidence</source>
        <translation>置信度起点</translation>
    </message>
    <message>
        <source>From now on its cases come to people again.</source>
        <translation>此后这些案件重新交人工。</translation>
    </message>
    <message>
        <source>Go back to the threshold of before</source>
        <translation>恢复之前的阈值</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>分组</translation>
    </message>
    <message>
        <source>Guard</source>
        <translation>护栏</translation>
    </message>
    <message>
        <source>Hardly more than chance would bring.</source>
        <translation>与巧合相差无几。</translation>
    </message>
    <message>
        <source>Harm</source>
        <translation>损害</translation>
    </message>
    <message>
        <source>How often</source>
        <translation>频率</translation>
    </message>
    <message>
        <source>How often a bad case has a higher score than a good one; 0.5 is chance.</source>
        <translation>坏案件评分高于好案件的概率；0.5 即为随机。</translation>
    </message>
    <message>
        <source>In each arm, at least</source>
        <translation>每组至少</translation>
    </message>
    <message>
        <source>In force</source>
        <translation>生效时段</translation>
    </message>
    <message>
        <source>In force at once, as a version of its own. ROCA takes it with its next question.</source>
        <translation>作为新版本立即生效，ROCA 下次询问时采用。</translation>
    </message>
    <message>
        <source>In force at once. One step puts the threshold of before in force again.</source>
        <translation>立即生效；一步即可恢复之前的阈值。</translation>
    </message>
    <message>
        <source>In force, by type and side: Enter takes one into the simulator</source>
        <translation>各类型、各方向的生效阈值：按 Enter 放入模拟器</translation>
    </message>
    <message>
        <source>In force. ROCA takes it with its next question.</source>
        <translation>已生效，ROCA 下次询问时采用。</translation>
    </message>
    <message>
        <source>In force: {at}. It is held beside it on the same past cases at once.</source>
        <translation>生效值：{at}。提出后立即用相同的历史案件对比。</translation>
    </message>
    <message>
        <source>Invited; others may join</source>
        <translation>受邀者（其他人也可加入）</translation>
    </message>
    <message>
        <source>It goes on.</source>
        <translation>仍在进行。</translation>
    </message>
    <message>
        <source>It is over, and no ballot is ever told to anybody.</source>
        <translation>校准会到此为止，投票不会透露给任何人。</translation>
    </message>
    <message>
        <source>It is sent already and cannot be taken back.</source>
        <translation>已经发出，无法撤回。</translation>
    </message>
    <message>
        <source>It is written down after the reveal.</source>
        <translation>揭示之后写下。</translation>
    </message>
    <message>
        <source>It stays in the list with your reason.</source>
        <translation>它会连同您的理由留在列表中。</translation>
    </message>
    <message>
        <source>It was cancelled, and no ballot was told to anybody.</source>
        <translation>已取消，没有向任何人透露投票。</translation>
    </message>
    <message>
        <source>Its agreement stands; what is true of its cases stays written down.</source>
        <translation>一致性结果就此确定，案件真值也已写下。</translation>
    </message>
    <message>
        <source>Its cases come to people again.</source>
        <translation>这些案件重新交人工。</translation>
    </message>
    <message>
        <source>Join</source>
        <translation>加入</translation>
    </message>
    <message>
        <source>Join to vote. Nobody&apos;s ballots are told before the reveal.</source>
        <translation>加入后即可投票。揭示之前不透露任何人的投票。</translation>
    </message>
    <message>
        <source>Joined</source>
        <translation>加入时间</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Key User</source>
        <translation>关键用户</translation>
    </message>
    <message>
        <source>Key Users</source>
        <translation>关键用户</translation>
    </message>
    <message>
        <source>Key Users and others</source>
        <translation>关键用户与其他</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Labelled in the</source>
        <translation>标签时段</translation>
    </message>
    <message>
        <source>Labels of the queue are of cases that ROCA was unsure of; they say little of the others.</source>
        <translation>队列标签来自 ROCA 拿不准的案件，对其他案件说明不了多少。</translation>
    </message>
    <message>
        <source>Last clause</source>
        <translation>最后的条款</translation>
    </message>
    <message>
        <source>Live A/B: evidence by day</source>
        <translation>在线 A/B：逐日证据</translation>
    </message>
    <message>
        <source>Look now</source>
        <translation>立即查看</translation>
    </message>
    <message>
        <source>Looked at</source>
        <translation>查看时间</translation>
    </message>
    <message>
        <source>Looked at, with all that is known now.</source>
        <translation>已按目前所知重新查看。</translation>
    </message>
    <message>
        <source>Looking often costs nothing: a change that does nothing reaches {n} in at most {alpha} of cases.</source>
        <translation>多看无妨：毫无作用的变更达到 {n} 的概率至多为 {alpha}。</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>创建日期</translation>
    </message>
    <message>
        <source>Make</source>
        <translation>创建</translation>
    </message>
    <message>
        <source>Make no further session</source>
        <translation>不再创建后续校准会</translation>
    </message>
    <message>
        <source>Met and missed go by the one-sided bound at 95 %, and never by the figure alone.</source>
        <translation>达标与否看 95% 单侧界限，绝不只看数字本身。</translation>
    </message>
    <message>
        <source>Metric</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Metric and guard are both shown: the plan holds.</source>
        <translation>指标与护栏均已证实，方案成立。</translation>
    </message>
    <message>
        <source>Model calibration</source>
        <translation>模型校准</translation>
    </message>
    <message>
        <source>Model version</source>
        <translation>模型版本</translation>
    </message>
    <message>
        <source>Most were decided with its word in sight; slices count blind cases alone.</source>
        <translation>多数案件是看着它的判定决定的；切片只计盲审案件。</translation>
    </message>
    <message>
        <source>My ballot</source>
        <translation>我的投票</translation>
    </message>
    <message>
        <source>Name the session.</source>
        <translation>请填写校准会名称。</translation>
    </message>
    <message>
        <source>New calibration session</source>
        <translation>新建校准会</translation>
    </message>
    <message>
        <source>New session</source>
        <translation>新建校准会</translation>
    </message>
    <message>
        <source>No case came to people in this time.</source>
        <translation>此时段没有案件交人工。</translation>
    </message>
    <message>
        <source>No case fits: write down what is true first, or send all on.</source>
        <translation>没有符合的案件：请先写下真值，或全部提交。</translation>
    </message>
    <message>
        <source>No case is in it.</source>
        <translation>其中没有案件。</translation>
    </message>
    <message>
        <source>No case of this type came on this side in this time.</source>
        <translation>此时段该类型在此方向没有案件。</translation>
    </message>
    <message>
        <source>No case that it could be told of.</source>
        <translation>没有可供计算的案件。</translation>
    </message>
    <message>
        <source>No error of ROCA among these cases.</source>
        <translation>这些案件中 ROCA 没有出错。</translation>
    </message>
    <message>
        <source>No further session of this series will be made.</source>
        <translation>此系列不再创建新的校准会。</translation>
    </message>
    <message>
        <source>No labelled case in this time.</source>
        <translation>此时段没有带标签的案件。</translation>
    </message>
    <message>
        <source>No labelled case in this time. Labels come from reviews and audits.</source>
        <translation>此时段没有带标签的案件。标签来自审核与抽查。</translation>
    </message>
    <message>
        <source>No pair of cases yet.</source>
        <translation>尚无成对案件。</translation>
    </message>
    <message>
        <source>No score is off by more than chance brings.</source>
        <translation>没有评分偏离到超出巧合的程度。</translation>
    </message>
    <message>
        <source>No session yet. In one, several people decide the same cases blind, see all ballots at once, talk, and write down what is true: of the agent&apos;s errors, or of how far people agree.</source>
        <translation>尚无校准会。会上多人盲审相同案件，同时看到全部投票，讨论后写下真值：用于分析智能体的错误，或衡量审核员是否一致。</translation>
    </message>
    <message>
        <source>No slice has {n} blind-first cases yet, and only those count. Blind-first makes them.</source>
        <translation>尚无切片积累到 {n} 件先盲审案件，而只有这类案件才算数；开启先盲审即可产生。</translation>
    </message>
    <message>
        <source>No target is told yet.</source>
        <translation>尚未设定目标。</translation>
    </message>
    <message>
        <source>No threshold is in force that it could be held beside.</source>
        <translation>没有可供对比的生效阈值。</translation>
    </message>
    <message>
        <source>No threshold is kept here yet: ROCA decides by its own. Move a slider and propose the first one.</source>
        <translation>这里还没有阈值，ROCA 按自己的阈值决定。请移动滑块并提议第一个阈值。</translation>
    </message>
    <message>
        <source>No type of case has enough to say.</source>
        <translation>没有哪个案件类型足以说明问题。</translation>
    </message>
    <message>
        <source>No version yet. Each one will stand here with who set it and why, for good.</source>
        <translation>尚无版本。每个版本都会连同设定人和理由永久列在这里。</translation>
    </message>
    <message>
        <source>Nobody challenges a threshold. Whoever decided a case may, by its number.</source>
        <translation>没有人质疑阈值。审结过案件的人可凭案件编号提出。</translation>
    </message>
    <message>
        <source>Nobody changes the plan afterwards, and it alone decides on promotion.</source>
        <translation>此后无人能改动方案，能否上线只看方案。</translation>
    </message>
    <message>
        <source>Nobody else can be invited</source>
        <translation>没有其他人可邀请</translation>
    </message>
    <message>
        <source>Nobody has written anything yet.</source>
        <translation>还没有人写下意见。</translation>
    </message>
    <message>
        <source>Nobody reads it before the reveal. It counts without the server too.</source>
        <translation>揭示之前无人能看到。离线投票同样有效。</translation>
    </message>
    <message>
        <source>Nobody sees your ballots before the reveal, and you see nobody&apos;s.</source>
        <translation>揭示之前，没有人看到您的投票，您也看不到别人的。</translation>
    </message>
    <message>
        <source>None is in force on this side yet: once approved, it can be promoted.</source>
        <translation>此方向尚无生效阈值，批准后即可上线。</translation>
    </message>
    <message>
        <source>None yet. One that is met can be proposed above, by Enter.</source>
        <translation>暂无。达标的切片可在上方按 Enter 提议。</translation>
    </message>
    <message>
        <source>None. Where a case you decided speaks against its threshold, {key} says so.</source>
        <translation>暂无。若您审结的案件说明阈值不当，按 {key} 提出。</translation>
    </message>
    <message>
        <source>None: ROCA used the rules in force.</source>
        <translation>没有：ROCA 使用的都是生效规则。</translation>
    </message>
    <message numerus="yes">
        <source>Not enough yet: %n more cases until it is told how far the scores are off.</source>
        <translation>
            <numerusform>数据不足：再有 %n 件案件才说明分数偏离多少。</numerusform>
        </translation>
    </message>
    <message>
        <source>Not looked at yet. A look is taken each minute, and whenever you ask.</source>
        <translation>尚未查看。系统每分钟查看一次，您也可随时查看。</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>意见</translation>
    </message>
    <message>
        <source>Nothing is left to say</source>
        <translation>没有其他要说的</translation>
    </message>
    <message>
        <source>Nothing is proposed yet. Move a threshold on the page before this one, see what it would have done, and propose it: it is replayed, approved by somebody else, tried live and only then promoted.</source>
        <translation>尚无提议。请在上一页移动阈值，看看它会带来什么，再提出：提议会先回放，由他人批准，在线试验，然后才能上线。</translation>
    </message>
    <message>
        <source>Nothing speaks for a difference so far.</source>
        <translation>目前没有证据表明有差别。</translation>
    </message>
    <message>
        <source>Nothing to draw yet: no case, or none whose truth is known.</source>
        <translation>暂无可绘制的内容：没有案件，或真值均未知。</translation>
    </message>
    <message>
        <source>Nothing to draw yet: no period in which it could be told.</source>
        <translation>暂无可绘制的内容：没有任何时段可供计算。</translation>
    </message>
    <message>
        <source>Nothing yet. After the reveal the chair sends errors on: weights, threshold or SOP.</source>
        <translation>暂无。揭示之后由主持人提交错误：权重、阈值或 SOP。</translation>
    </message>
    <message numerus="yes">
        <source>Of %n cases nothing can be said: none of their kind was looked at.</source>
        <translation>
            <numerusform>有 %n 件案件无从判断：同类案件从未被抽查。</numerusform>
        </translation>
    </message>
    <message>
        <source>Of none of them the truth is known yet.</source>
        <translation>它们的真值都还未知。</translation>
    </message>
    <message>
        <source>Of some that ROCA decided alone none was audited: what it gets wrong there nobody knows.</source>
        <translation>ROCA 单独决定的部分案件从未抽查：那里错了多少无人知晓。</translation>
    </message>
    <message>
        <source>Of the cases that ROCA would block, so many were bad.</source>
        <translation>ROCA 判定拦截的案件中确实有问题的比例。</translation>
    </message>
    <message>
        <source>Of {cases} past cases; of those that ROCA would decide alone the truth of {known} is known.</source>
        <translation>依据 {cases} 件历史案件；ROCA 会单独决定的案件中，已知真值的有 {known} 件。</translation>
    </message>
    <message numerus="yes">
        <source>On %n cases the ballots were divided.</source>
        <translation>
            <numerusform>有 %n 件案件的投票存在分歧。</numerusform>
        </translation>
    </message>
    <message>
        <source>One whose audits fall below the target goes back to people by itself.</source>
        <translation>抽查低于目标的切片会自动退回人工。</translation>
    </message>
    <message>
        <source>Open the proposal</source>
        <translation>打开提议</translation>
    </message>
    <message>
        <source>Outside</source>
        <translation>外部系统</translation>
    </message>
    <message>
        <source>People have not decided all of them yet.</source>
        <translation>人工尚未全部审完。</translation>
    </message>
    <message>
        <source>People&apos;s work: {n}.</source>
        <translation>人工工时：{n}。</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>时段</translation>
    </message>
    <message>
        <source>PgUp and PgDn move this side, with Shift the case.</source>
        <translation>PgUp、PgDn 滚动这一侧，加 Shift 滚动案件。</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>方案</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>精确率</translation>
    </message>
    <message>
        <source>Precision and recall in one figure; 1 is best.</source>
        <translation>精确率与召回率合为一个数字，1 为最佳。</translation>
    </message>
    <message>
        <source>Promote</source>
        <translation>上线</translation>
    </message>
    <message>
        <source>Promote: locked</source>
        <translation>上线：已锁定</translation>
    </message>
    <message>
        <source>Promotion is locked until the plan holds.</source>
        <translation>方案成立之前，上线保持锁定。</translation>
    </message>
    <message>
        <source>Promotion is locked. Still lacking: {what}.</source>
        <translation>上线已锁定。尚缺：{what}。</translation>
    </message>
    <message>
        <source>Promotion stays locked until a live A/B, which somebody else than its author starts, has shown what its plan says.</source>
        <translation>由提议人以外的人启动在线 A/B，证实方案所述之前，上线保持锁定。</translation>
    </message>
    <message>
        <source>Proposal</source>
        <translation>提议</translation>
    </message>
    <message>
        <source>Proposals</source>
        <translation>提议</translation>
    </message>
    <message>
        <source>Proposals, the newest first: Enter opens one</source>
        <translation>提议，新的在前：按 Enter 打开</translation>
    </message>
    <message>
        <source>Propose</source>
        <translation>提议</translation>
    </message>
    <message>
        <source>Propose a threshold</source>
        <translation>提议阈值</translation>
    </message>
    <message>
        <source>Propose that ROCA decides this slice alone</source>
        <translation>提议由 ROCA 单独决定此切片</translation>
    </message>
    <message>
        <source>Propose threshold</source>
        <translation>提议阈值</translation>
    </message>
    <message>
        <source>Proposed and replayed. Somebody else approves it.</source>
        <translation>已提出并完成回放，由他人批准。</translation>
    </message>
    <message>
        <source>Proposed on</source>
        <translation>提议依据</translation>
    </message>
    <message>
        <source>Proposed. Somebody else approves it.</source>
        <translation>已提出，由他人批准。</translation>
    </message>
    <message>
        <source>Put it in force</source>
        <translation>使其生效</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>ROCA</source>
        <translation>ROCA</translation>
    </message>
    <message>
        <source>ROCA blocks alone from</source>
        <translation>ROCA 单独拦截的起点</translation>
    </message>
    <message>
        <source>ROCA decides by it. One step puts the threshold of before in force again.</source>
        <translation>ROCA 据此决定。一步即可恢复之前的阈值。</translation>
    </message>
    <message>
        <source>ROCA decides these cases alone from now on, and their audits go on.</source>
        <translation>此后由 ROCA 单独决定这些案件，抽查继续进行。</translation>
    </message>
    <message>
        <source>ROCA found wrong</source>
        <translation>认定 ROCA 有误</translation>
    </message>
    <message>
        <source>ROCA is right in {share} of those known.</source>
        <translation>已知真值的案件中 ROCA 判对 {share}。</translation>
    </message>
    <message>
        <source>ROCA may</source>
        <translation>ROCA 可</translation>
    </message>
    <message>
        <source>ROCA passes alone from</source>
        <translation>ROCA 单独通过的起点</translation>
    </message>
    <message>
        <source>ROCA right</source>
        <translation>ROCA 判对</translation>
    </message>
    <message>
        <source>ROCA right in blind cases, always-valid interval</source>
        <translation>盲审案件中 ROCA 判对的比例，始终有效的区间</translation>
    </message>
    <message>
        <source>ROCA right in this slice</source>
        <translation>此切片中 ROCA 判对</translation>
    </message>
    <message>
        <source>ROCA was right, of those decided</source>
        <translation>已审结案件中 ROCA 判对</translation>
    </message>
    <message>
        <source>ROCA: block</source>
        <translation>ROCA：拦截</translation>
    </message>
    <message>
        <source>ROCA: pass</source>
        <translation>ROCA：通过</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Recall, labelled</source>
        <translation>召回率（有标签）</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>驳回</translation>
    </message>
    <message>
        <source>Rejected. Its author reads why.</source>
        <translation>已驳回，提出人可看到理由。</translation>
    </message>
    <message>
        <source>Reliability</source>
        <translation>可靠性图</translation>
    </message>
    <message>
        <source>Reliability: are the scores what they say?</source>
        <translation>可靠性图：评分是否名副其实？</translation>
    </message>
    <message>
        <source>Replay again</source>
        <translation>重新回放</translation>
    </message>
    <message>
        <source>Replay: what moves between {low} and {high}</source>
        <translation>回放：{low} 与 {high} 之间的变化</translation>
    </message>
    <message>
        <source>Replayed on all that is known now.</source>
        <translation>已按目前所知重新回放。</translation>
    </message>
    <message>
        <source>Reveal</source>
        <translation>揭示</translation>
    </message>
    <message>
        <source>Reveal the ballots</source>
        <translation>揭示投票</translation>
    </message>
    <message>
        <source>Reveal when everybody has voted: nobody can be surprised after that.</source>
        <translation>待所有人投完票再揭示：此后就没有盲审了。</translation>
    </message>
    <message>
        <source>Right in blind cases</source>
        <translation>盲审案件判对</translation>
    </message>
    <message>
        <source>Roll back</source>
        <translation>回滚</translation>
    </message>
    <message>
        <source>Rolled back: {why}</source>
        <translation>已回滚：{why}</translation>
    </message>
    <message>
        <source>Root cause</source>
        <translation>根因</translation>
    </message>
    <message>
        <source>Root cause, if you see one</source>
        <translation>根因（看得出才选）</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>路径</translation>
    </message>
    <message>
        <source>Rule version</source>
        <translation>规则版本</translation>
    </message>
    <message>
        <source>SOP coverage</source>
        <translation>SOP 覆盖率</translation>
    </message>
    <message>
        <source>Save the chart</source>
        <translation>保存图表</translation>
    </message>
    <message>
        <source>Saved as picture, vectors and table: {where}</source>
        <translation>已存为图片、矢量图和表格：{where}</translation>
    </message>
    <message>
        <source>Say what is true</source>
        <translation>写下真值</translation>
    </message>
    <message>
        <source>Scores</source>
        <translation>评分</translation>
    </message>
    <message>
        <source>Segment</source>
        <translation>细分</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Send on</source>
        <translation>提交后续</translation>
    </message>
    <message>
        <source>Send what was found on</source>
        <translation>提交所发现的问题</translation>
    </message>
    <message>
        <source>Sent on. What comes of it stands beneath.</source>
        <translation>已提交，进展见下方。</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>校准会</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>校准会</translation>
    </message>
    <message>
        <source>Sessions, the newest first: Enter opens one</source>
        <translation>校准会，新的在前：按 Enter 打开</translation>
    </message>
    <message>
        <source>Set by</source>
        <translation>设定人</translation>
    </message>
    <message>
        <source>Share of cases to people, by threshold</source>
        <translation>各阈值下交人工的案件占比</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Show me the ballots</source>
        <translation>向我显示投票</translation>
    </message>
    <message>
        <source>Show the ballots</source>
        <translation>显示投票</translation>
    </message>
    <message>
        <source>Show them to everybody</source>
        <translation>向所有人公开</translation>
    </message>
    <message>
        <source>Show them to me now</source>
        <translation>现在向我显示</translation>
    </message>
    <message>
        <source>Signal</source>
        <translation>信号</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>起始</translation>
    </message>
    <message>
        <source>Slice</source>
        <translation>切片</translation>
    </message>
    <message>
        <source>Slices against the target</source>
        <translation>各切片与目标</translation>
    </message>
    <message>
        <source>Slices that left people&apos;s hands, or are to</source>
        <translation>已脱离或将脱离人工的切片</translation>
    </message>
    <message>
        <source>Some were decided with ROCA&apos;s word in sight, and people follow it.</source>
        <translation>部分案件是看着 ROCA 的判定决定的，而人会随它走。</translation>
    </message>
    <message>
        <source>Somebody else than its author approves or rejects it.</source>
        <translation>由提出人以外的人批准或驳回。</translation>
    </message>
    <message>
        <source>Start the A/B</source>
        <translation>开始 A/B</translation>
    </message>
    <message>
        <source>Start the live A/B: its plan is frozen</source>
        <translation>开始在线 A/B：方案就此冻结</translation>
    </message>
    <message>
        <source>Started {time} by {name}. Seal of the plan: {digest}</source>
        <translation>{name} 于 {time} 开始。方案封印：{digest}</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>主体</translation>
    </message>
    <message>
        <source>Tab goes on, Enter sends, Esc closes</source>
        <translation>Tab 前进，Enter 发送，Esc 关闭</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>Taken back. Nothing was sent.</source>
        <translation>已撤回，没有发出任何内容。</translation>
    </message>
    <message>
        <source>Taken up by</source>
        <translation>由哪项提议采纳</translation>
    </message>
    <message>
        <source>Talk it over, and write down what is true of each case and why.</source>
        <translation>讨论并写下每件案件的真值及理由。</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>Target {target}. Lacking: random audits of what ROCA decided alone.</source>
        <translation>目标 {target}。缺少对 ROCA 单独所作决定的随机抽查。</translation>
    </message>
    <message>
        <source>Target {target}. Nothing is known yet.</source>
        <translation>目标 {target}。目前一无所知。</translation>
    </message>
    <message numerus="yes">
        <source>Target {target}: %n more cases may settle it.</source>
        <translation>
            <numerusform>目标 {target}：再有 %n 件案件或可判定。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Target {target}: %n more cases until it is shown.</source>
        <translation>
            <numerusform>目标 {target}：再有 %n 件案件才显示。</numerusform>
        </translation>
    </message>
    <message>
        <source>Target {target}: too few cases to say.</source>
        <translation>目标 {target}：案件太少，无法判定。</translation>
    </message>
    <message>
        <source>Targets</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>Targets: the row in hand is shown beneath</source>
        <translation>目标：所选行的详情见下方</translation>
    </message>
    <message>
        <source>The A/B came to its end and did not show what was planned.</source>
        <translation>A/B 已到终点，未能证实方案所述。</translation>
    </message>
    <message>
        <source>The A/B is over. The threshold in force holds for every case.</source>
        <translation>A/B 已结束，所有案件恢复使用生效阈值。</translation>
    </message>
    <message>
        <source>The A/B runs, and its plan is frozen.</source>
        <translation>A/B 正在进行，方案已冻结。</translation>
    </message>
    <message>
        <source>The A/B was ended by hand.</source>
        <translation>A/B 已被手动结束。</translation>
    </message>
    <message>
        <source>The A/B was stopped by its own rule: the change is shown to do harm.</source>
        <translation>A/B 按自身规则停止：变更已被证实有害。</translation>
    </message>
    <message>
        <source>The agreement stands.</source>
        <translation>一致性结果已确定。</translation>
    </message>
    <message>
        <source>The ballot is kept and goes out in 10 s.</source>
        <translation>投票已保存，10 秒后发出。</translation>
    </message>
    <message>
        <source>The band is the 95 % interval.</source>
        <translation>色带为 95% 区间。</translation>
    </message>
    <message>
        <source>The cases are drawn by chance from those with a label; you chair it.</source>
        <translation>案件从有标签的案件中随机抽取；由您主持。</translation>
    </message>
    <message>
        <source>The chair reveals the ballots once people have voted.</source>
        <translation>大家投票之后由主持人揭示。</translation>
    </message>
    <message>
        <source>The challenge is kept and goes out in 10 s.</source>
        <translation>质疑已保存，10 秒后发出。</translation>
    </message>
    <message>
        <source>The discussion begins with the reveal.</source>
        <translation>揭示之后开始讨论。</translation>
    </message>
    <message>
        <source>The files could not be written. Nothing else is changed.</source>
        <translation>文件无法写入，其他内容没有变化。</translation>
    </message>
    <message>
        <source>The frozen plan</source>
        <translation>已冻结的方案</translation>
    </message>
    <message>
        <source>The guard may rise by less than</source>
        <translation>护栏上升须小于</translation>
    </message>
    <message>
        <source>The lower bound has to clear {target}, however many slices there are.</source>
        <translation>无论有多少切片，下限都须高于 {target}。</translation>
    </message>
    <message>
        <source>The note is kept and goes out in 10 s.</source>
        <translation>意见已保存，10 秒后发出。</translation>
    </message>
    <message>
        <source>The other may rise by less than</source>
        <translation>另一项上升须小于</translation>
    </message>
    <message>
        <source>The plan holds: it can be promoted.</source>
        <translation>方案成立，可以上线。</translation>
    </message>
    <message>
        <source>The same was tried before: each further try within half a year needs twice the evidence, so that trying again and again shows nothing by chance.</source>
        <translation>此前已试过同样的变更：半年内每多试一次，所需证据加倍，反复尝试不会凭巧合得到证实。</translation>
    </message>
    <message>
        <source>The same, {by}</source>
        <translation>同样的数字，{by}</translation>
    </message>
    <message>
        <source>The server cannot be reached. These figures are made there; {key} asks again. Nothing is lost.</source>
        <translation>无法连接服务器。这些数字在服务器上计算；按 {key} 重试。没有丢失任何内容。</translation>
    </message>
    <message>
        <source>The session is open. Those invited find it in their list.</source>
        <translation>校准会已开启，受邀者可在列表中看到。</translation>
    </message>
    <message>
        <source>The target is {target}; {share} of its cases are audited from then on.</source>
        <translation>目标为 {target}；此后抽查其中 {share} 的案件。</translation>
    </message>
    <message>
        <source>The threshold in force holds for every case again. The proposal is over.</source>
        <translation>所有案件恢复使用生效阈值，提议就此结束。</translation>
    </message>
    <message>
        <source>The threshold of before is in force again.</source>
        <translation>之前的阈值已重新生效。</translation>
    </message>
    <message>
        <source>The whisker is the 95 % interval of each period.</source>
        <translation>须线为各时段的 95% 区间。</translation>
    </message>
    <message>
        <source>There is no other threshold to go back to.</source>
        <translation>没有其他阈值可以恢复。</translation>
    </message>
    <message>
        <source>There is nothing to compare it with: it can be promoted now.</source>
        <translation>没有可供对比的阈值，现在即可上线。</translation>
    </message>
    <message>
        <source>There is nothing to show yet.</source>
        <translation>暂无可显示的内容。</translation>
    </message>
    <message>
        <source>This session goes on; no further one is made.</source>
        <translation>本次校准会继续，不再创建后续的。</translation>
    </message>
    <message>
        <source>This slice is proposed, or decided alone, already.</source>
        <translation>此切片已被提议，或已由 ROCA 单独决定。</translation>
    </message>
    <message>
        <source>This threshold is in force already. Choose another.</source>
        <translation>该阈值已在生效，请选择其他值。</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>阈值</translation>
    </message>
    <message>
        <source>Threshold for route B, such as 0.90</source>
        <translation>B 路径的阈值，如 0.90</translation>
    </message>
    <message>
        <source>Threshold proposed for</source>
        <translation>阈值针对的方向</translation>
    </message>
    <message>
        <source>Threshold, such as 0.90</source>
        <translation>阈值，如 0.90</translation>
    </message>
    <message>
        <source>Thresholds</source>
        <translation>阈值</translation>
    </message>
    <message>
        <source>Thresholds that I challenged</source>
        <translation>我质疑过的阈值</translation>
    </message>
    <message>
        <source>Thresholds that a case speaks against: Enter answers</source>
        <translation>被案件质疑的阈值：按 Enter 答复</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Title, such as the type and the week</source>
        <translation>名称，例如类型和周次</translation>
    </message>
    <message>
        <source>To people</source>
        <translation>交人工</translation>
    </message>
    <message>
        <source>Told apart</source>
        <translation>区分方式</translation>
    </message>
    <message>
        <source>Told once the ballots are revealed.</source>
        <translation>揭示投票之后显示。</translation>
    </message>
    <message>
        <source>Told without a target.</source>
        <translation>未设目标，仅供参考。</translation>
    </message>
    <message>
        <source>Too few blind cases yet to say that this slice clears the target.</source>
        <translation>盲审案件太少，尚不能说该切片达到目标。</translation>
    </message>
    <message>
        <source>Too few cases that two people decided.</source>
        <translation>由两人决定的案件太少。</translation>
    </message>
    <message>
        <source>Trend: {what}</source>
        <translation>趋势：{what}</translation>
    </message>
    <message>
        <source>True</source>
        <translation>真值</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Under way</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Vote</source>
        <translation>投票</translation>
    </message>
    <message>
        <source>Wanted: below {limit} points. Evidence {e} of {needed}.</source>
        <translation>要求：低于 {limit} 个百分点。证据 {e}，需 {needed}。</translation>
    </message>
    <message>
        <source>What</source>
        <translation>项目</translation>
    </message>
    <message>
        <source>What ROCA did</source>
        <translation>ROCA 的做法</translation>
    </message>
    <message>
        <source>What ROCA passed alone and nobody looked at is not in it.</source>
        <translation>ROCA 单独通过而无人看过的案件不在其中。</translation>
    </message>
    <message>
        <source>What ROCA said</source>
        <translation>ROCA 的判定</translation>
    </message>
    <message>
        <source>What ROCA said is kept back until then.</source>
        <translation>在此之前不显示 ROCA 的判定。</translation>
    </message>
    <message>
        <source>What a wrong decision costs</source>
        <translation>错误决定的成本</translation>
    </message>
    <message>
        <source>What came of it</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>What everybody said</source>
        <translation>各人的意见</translation>
    </message>
    <message>
        <source>What followed</source>
        <translation>后续</translation>
    </message>
    <message>
        <source>What has to fall</source>
        <translation>须下降的指标</translation>
    </message>
    <message>
        <source>What is true</source>
        <translation>真值</translation>
    </message>
    <message>
        <source>What it takes</source>
        <translation>还需什么</translation>
    </message>
    <message>
        <source>What moves it: {what}</source>
        <translation>影响因素：{what}</translation>
    </message>
    <message>
        <source>What next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>What reviewers decided is kept back until then.</source>
        <translation>在此之前不显示审核员的决定。</translation>
    </message>
    <message>
        <source>What still stands between it and promotion</source>
        <translation>距离上线还差什么</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>发现了什么</translation>
    </message>
    <message>
        <source>What was found, in a sentence: it is the finding&apos;s title</source>
        <translation>用一句话写明所发现的问题，它将作为标题</translation>
    </message>
    <message>
        <source>What was said, or what it shows</source>
        <translation>讨论了什么，或说明了什么</translation>
    </message>
    <message>
        <source>What you answer: the author reads it</source>
        <translation>您的答复：提出人会看到</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Where the errors come from</source>
        <translation>错误来自哪里</translation>
    </message>
    <message>
        <source>Where you would draw it</source>
        <translation>你认为的阈值</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>人员</translation>
    </message>
    <message>
        <source>Who takes part, and how far they are</source>
        <translation>参加者及其进度</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Why ROCA was unsure</source>
        <translation>ROCA 为何拿不准</translation>
    </message>
    <message>
        <source>Why ROCA was unsure, if you can tell</source>
        <translation>ROCA 为何没把握（看得出才选）</translation>
    </message>
    <message>
        <source>Why cases came to people</source>
        <translation>案件为何交人工</translation>
    </message>
    <message>
        <source>Why it is true</source>
        <translation>认定理由</translation>
    </message>
    <message>
        <source>Why this case speaks against the threshold</source>
        <translation>这件案件为何说明阈值不当</translation>
    </message>
    <message>
        <source>Why, in a sentence</source>
        <translation>理由，一句话</translation>
    </message>
    <message>
        <source>Why, in a sentence: it stays with the step for good</source>
        <translation>理由，一句话：将与此步骤永久保存</translation>
    </message>
    <message>
        <source>Wished for</source>
        <translation>希望的阈值</translation>
    </message>
    <message>
        <source>With the new threshold</source>
        <translation>采用新阈值的比例</translation>
    </message>
    <message>
        <source>Withdraw</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>Withdraw your proposal</source>
        <translation>撤回您的提议</translation>
    </message>
    <message>
        <source>Withdrawn.</source>
        <translation>已撤回。</translation>
    </message>
    <message>
        <source>Without any difference, chance alone would bring this much at most once in {n}, however often one looks.</source>
        <translation>若毫无差别，仅凭巧合达到这一程度的机会至多为 {n} 分之一，无论查看多少次。</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Work</source>
        <translation>工时</translation>
    </message>
    <message>
        <source>Work of people</source>
        <translation>人工工时</translation>
    </message>
    <message>
        <source>Write a sentence: it stays with the step for good.</source>
        <translation>请写一句话，它将与此步骤永久保存。</translation>
    </message>
    <message>
        <source>Write it down, and next</source>
        <translation>写下，看下一件</translation>
    </message>
    <message>
        <source>Write the number of a case, such as C-204817.</source>
        <translation>请填写案件编号，如 C-204817。</translation>
    </message>
    <message>
        <source>Written down with who was there: {names}.</source>
        <translation>将连同在场人员写下：{names}。</translation>
    </message>
    <message>
        <source>Written down, with who was there.</source>
        <translation>已连同在场人员写下。</translation>
    </message>
    <message>
        <source>Wrong blocks (FP)</source>
        <translation>错误拦截（FP）</translation>
    </message>
    <message>
        <source>Wrong decisions of ROCA alone, by threshold</source>
        <translation>各阈值下 ROCA 单独决定的错误</translation>
    </message>
    <message>
        <source>Wrong decisions of ROCA alone: {n} ({low} to {high}).</source>
        <translation>ROCA 单独决定的错误：{n}（{low} 至 {high}）。</translation>
    </message>
    <message>
        <source>Wrong passes (FN)</source>
        <translation>错误通过（FN）</translation>
    </message>
    <message>
        <source>You have not voted on every case: what you cast afterwards is kept as late.</source>
        <translation>您还没有对每件案件投票：此后的投票按迟到保存。</translation>
    </message>
    <message>
        <source>You may read this; model owners and leads change it.</source>
        <translation>您可以查看；由模型负责人和组长更改。</translation>
    </message>
    <message>
        <source>You take part. Nobody sees a ballot before the reveal.</source>
        <translation>您已加入。揭示之前无人能看到投票。</translation>
    </message>
    <message>
        <source>Your ballot, blind</source>
        <translation>您的投票（盲审）</translation>
    </message>
    <message>
        <source>a calibration session</source>
        <translation>校准会</translation>
    </message>
    <message>
        <source>a finding</source>
        <translation>发现</translation>
    </message>
    <message>
        <source>a proposal</source>
        <translation>提议</translation>
    </message>
    <message>
        <source>a wrong one: {n} min</source>
        <translation>每个错误 {n} 分钟</translation>
    </message>
    <message>
        <source>accuracy {share}</source>
        <translation>总体判对 {share}</translation>
    </message>
    <message>
        <source>agreement of the ballots</source>
        <translation>投票一致性</translation>
    </message>
    <message>
        <source>all cases</source>
        <translation>全部案件</translation>
    </message>
    <message>
        <source>all models</source>
        <translation>全部模型</translation>
    </message>
    <message>
        <source>all segments</source>
        <translation>全部细分</translation>
    </message>
    <message>
        <source>all types</source>
        <translation>全部类型</translation>
    </message>
    <message>
        <source>alone</source>
        <translation>单独决定</translation>
    </message>
    <message>
        <source>an approver goes on with it</source>
        <translation>由审批人继续</translation>
    </message>
    <message>
        <source>an approver promotes it</source>
        <translation>由审批人上线</translation>
    </message>
    <message>
        <source>and at most</source>
        <translation>至多</translation>
    </message>
    <message>
        <source>answers to audits</source>
        <translation>抽查的答复</translation>
    </message>
    <message>
        <source>approved</source>
        <translation>已批准</translation>
    </message>
    <message>
        <source>as read before the server went away; ballots are kept and go out by themselves</source>
        <translation>断网前读取的内容；投票会保存并自动发出</translation>
    </message>
    <message>
        <source>at least</source>
        <translation>至少</translation>
    </message>
    <message>
        <source>at most {n}</source>
        <translation>至多 {n}</translation>
    </message>
    <message>
        <source>at {at}</source>
        <translation>改为 {at}</translation>
    </message>
    <message>
        <source>at {at}: {shown}</source>
        <translation>{at}：{shown}</translation>
    </message>
    <message>
        <source>audits without an answer</source>
        <translation>未答复的抽查</translation>
    </message>
    <message>
        <source>ballots</source>
        <translation>投票</translation>
    </message>
    <message>
        <source>below the threshold only</source>
        <translation>仅低于阈值</translation>
    </message>
    <message>
        <source>better</source>
        <translation>更好</translation>
    </message>
    <message>
        <source>blind ballots</source>
        <translation>盲投中</translation>
    </message>
    <message>
        <source>block alone</source>
        <translation>单独拦截</translation>
    </message>
    <message>
        <source>brought back</source>
        <translation>已收回</translation>
    </message>
    <message>
        <source>by case type</source>
        <translation>按案件类型</translation>
    </message>
    <message>
        <source>by contact centre</source>
        <translation>按外包中心</translation>
    </message>
    <message>
        <source>by country</source>
        <translation>按国家/地区</translation>
    </message>
    <message>
        <source>by hand</source>
        <translation>人工提出</translation>
    </message>
    <message>
        <source>by language</source>
        <translation>按语言</translation>
    </message>
    <message>
        <source>by model version</source>
        <translation>按模型版本</translation>
    </message>
    <message>
        <source>by more than</source>
        <translation>降幅须大于</translation>
    </message>
    <message>
        <source>by priority</source>
        <translation>按优先级</translation>
    </message>
    <message>
        <source>by {name}, {time}</source>
        <translation>{name}，{time}</translation>
    </message>
    <message>
        <source>came to people</source>
        <translation>交人工的案件</translation>
    </message>
    <message>
        <source>can be promoted</source>
        <translation>可以上线</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>cases</source>
        <translation>案件数</translation>
    </message>
    <message>
        <source>cases by the right rule</source>
        <translation>按正确规则处理的案件</translation>
    </message>
    <message>
        <source>cases came to people</source>
        <translation>案件交人工</translation>
    </message>
    <message>
        <source>cases have my ballot</source>
        <translation>案件我已投票</translation>
    </message>
    <message>
        <source>cases in each arm</source>
        <translation>每组的案件</translation>
    </message>
    <message>
        <source>cases of both arms as they were drawn</source>
        <translation>两组案件与抽签比例相符</translation>
    </message>
    <message>
        <source>cases of the new arm, by the draw about</source>
        <translation>新组案件数（按抽签约为）</translation>
    </message>
    <message>
        <source>cases that used another rule</source>
        <translation>用了其他规则的案件</translation>
    </message>
    <message>
        <source>cases to people</source>
        <translation>交人工的案件</translation>
    </message>
    <message>
        <source>cases whose truth is written down</source>
        <translation>案件已写下真值</translation>
    </message>
    <message>
        <source>chaired by {name}</source>
        <translation>主持人：{name}</translation>
    </message>
    <message>
        <source>challenged</source>
        <translation>待答复</translation>
    </message>
    <message>
        <source>cited a version that was not in force</source>
        <translation>引用了未生效的版本</translation>
    </message>
    <message>
        <source>cited another threshold than the version has</source>
        <translation>引用的阈值与版本不符</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>已结束</translation>
    </message>
    <message>
        <source>contact centre</source>
        <translation>外包中心</translation>
    </message>
    <message>
        <source>country</source>
        <translation>国家/地区</translation>
    </message>
    <message>
        <source>days since the start</source>
        <translation>开始后的天数</translation>
    </message>
    <message>
        <source>decided</source>
        <translation>已审结</translation>
    </message>
    <message>
        <source>decided against the threshold cited</source>
        <translation>所作决定与引用的阈值相反</translation>
    </message>
    <message>
        <source>decided blind</source>
        <translation>盲审</translation>
    </message>
    <message>
        <source>decided by ROCA alone</source>
        <translation>ROCA 单独决定</translation>
    </message>
    <message>
        <source>decided otherwise</source>
        <translation>处理改变</translation>
    </message>
    <message>
        <source>decided within the SLA</source>
        <translation>时效内审结</translation>
    </message>
    <message>
        <source>decision accuracy</source>
        <translation>审核准确率</translation>
    </message>
    <message>
        <source>declined</source>
        <translation>已婉拒</translation>
    </message>
    <message>
        <source>difference</source>
        <translation>差值</translation>
    </message>
    <message>
        <source>divided</source>
        <translation>有分歧</translation>
    </message>
    <message>
        <source>end of the period</source>
        <translation>时段末</translation>
    </message>
    <message>
        <source>every four weeks</source>
        <translation>每四周</translation>
    </message>
    <message>
        <source>every week</source>
        <translation>每周</translation>
    </message>
    <message>
        <source>evidence (e-value)</source>
        <translation>证据（e 值）</translation>
    </message>
    <message>
        <source>evidence for the guard</source>
        <translation>护栏的证据</translation>
    </message>
    <message>
        <source>evidence for the metric</source>
        <translation>指标的证据</translation>
    </message>
    <message>
        <source>exact McNemar p {p} · e-value {e}</source>
        <translation>精确 McNemar p {p} · e 值 {e}</translation>
    </message>
    <message>
        <source>fell back</source>
        <translation>已退回</translation>
    </message>
    <message>
        <source>guard</source>
        <translation>护栏</translation>
    </message>
    <message>
        <source>has not joined yet</source>
        <translation>尚未加入</translation>
    </message>
    <message>
        <source>high</source>
        <translation>高</translation>
    </message>
    <message>
        <source>in force</source>
        <translation>生效中</translation>
    </message>
    <message>
        <source>in force: {at}</source>
        <translation>生效值：{at}</translation>
    </message>
    <message>
        <source>it ends here</source>
        <translation>到此为止</translation>
    </message>
    <message>
        <source>it goes on</source>
        <translation>继续推进</translation>
    </message>
    <message>
        <source>language</source>
        <translation>语言</translation>
    </message>
    <message numerus="yes">
        <source>last %n days</source>
        <translation>
            <numerusform>最近 %n 天</numerusform>
        </translation>
    </message>
    <message>
        <source>live A/B</source>
        <translation>在线 A/B</translation>
    </message>
    <message>
        <source>locked until the plan holds</source>
        <translation>方案成立前锁定</translation>
    </message>
    <message>
        <source>low</source>
        <translation>低</translation>
    </message>
    <message>
        <source>mean score</source>
        <translation>平均评分</translation>
    </message>
    <message>
        <source>met</source>
        <translation>达标</translation>
    </message>
    <message>
        <source>metric</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>missed</source>
        <translation>未达标</translation>
    </message>
    <message>
        <source>my ballots</source>
        <translation>我的投票</translation>
    </message>
    <message>
        <source>n</source>
        <translation>n</translation>
    </message>
    <message>
        <source>n {n}</source>
        <translation>n {n}</translation>
    </message>
    <message numerus="yes">
        <source>n {n}, %n more until it is shown</source>
        <translation>
            <numerusform>n {n}，再有 %n 件才显示</numerusform>
        </translation>
    </message>
    <message>
        <source>needed</source>
        <translation>需要</translation>
    </message>
    <message>
        <source>needed: {n}</source>
        <translation>需要：{n}</translation>
    </message>
    <message>
        <source>new scenario</source>
        <translation>新场景</translation>
    </message>
    <message>
        <source>new threshold</source>
        <translation>新阈值</translation>
    </message>
    <message>
        <source>no clause</source>
        <translation>无条款</translation>
    </message>
    <message>
        <source>no clause to rest on</source>
        <translation>没有可依据的条款</translation>
    </message>
    <message>
        <source>no country</source>
        <translation>无国家/地区</translation>
    </message>
    <message>
        <source>no language</source>
        <translation>无语言</translation>
    </message>
    <message>
        <source>no proposal</source>
        <translation>不提议阈值</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>none in force yet</source>
        <translation>尚无生效值</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>暂无</translation>
    </message>
    <message>
        <source>normal</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>not enough yet</source>
        <translation>数据不足</translation>
    </message>
    <message>
        <source>not promoted</source>
        <translation>未上线</translation>
    </message>
    <message>
        <source>not shown yet</source>
        <translation>尚未证实</translation>
    </message>
    <message>
        <source>not yet known</source>
        <translation>尚不可知</translation>
    </message>
    <message>
        <source>of all cases</source>
        <translation>占全部案件</translation>
    </message>
    <message>
        <source>old threshold</source>
        <translation>旧阈值</translation>
    </message>
    <message>
        <source>once</source>
        <translation>一次</translation>
    </message>
    <message>
        <source>others</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>over {n}</source>
        <translation>超过 {n}</translation>
    </message>
    <message>
        <source>pass alone</source>
        <translation>单独通过</translation>
    </message>
    <message>
        <source>people done</source>
        <translation>已投完</translation>
    </message>
    <message>
        <source>people have voted on all</source>
        <translation>人已全部投完</translation>
    </message>
    <message>
        <source>precision</source>
        <translation>精确率</translation>
    </message>
    <message>
        <source>precision of ROCA</source>
        <translation>ROCA 的精确率</translation>
    </message>
    <message>
        <source>priority</source>
        <translation>优先级</translation>
    </message>
    <message>
        <source>proposal open</source>
        <translation>提议进行中</translation>
    </message>
    <message>
        <source>propose one</source>
        <translation>可提议</translation>
    </message>
    <message>
        <source>proposed</source>
        <translation>已提议</translation>
    </message>
    <message>
        <source>proposed, or decided alone</source>
        <translation>已提议或已单独决定</translation>
    </message>
    <message>
        <source>recall among labelled cases</source>
        <translation>有标签案件的召回率</translation>
    </message>
    <message>
        <source>recall of ROCA, with audits</source>
        <translation>ROCA 的召回率（含抽查）</translation>
    </message>
    <message>
        <source>recall, with random audits</source>
        <translation>召回率（含随机抽查）</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>已驳回</translation>
    </message>
    <message>
        <source>replay on the same past cases</source>
        <translation>用相同历史案件回放</translation>
    </message>
    <message>
        <source>revealed</source>
        <translation>已揭示</translation>
    </message>
    <message>
        <source>risk score of ROCA</source>
        <translation>ROCA 的风险评分</translation>
    </message>
    <message>
        <source>rolled back</source>
        <translation>已回滚</translation>
    </message>
    <message>
        <source>scores {low} to {high}: {share}, n {n}</source>
        <translation>评分 {low} 至 {high}：{share}，n {n}</translation>
    </message>
    <message>
        <source>share truly bad</source>
        <translation>真实坏案件占比</translation>
    </message>
    <message>
        <source>share, 95 % interval</source>
        <translation>占比，95% 区间</translation>
    </message>
    <message>
        <source>shown</source>
        <translation>已证实</translation>
    </message>
    <message>
        <source>signals conflict</source>
        <translation>信号冲突</translation>
    </message>
    <message>
        <source>since the period before</source>
        <translation>与上一时段相比</translation>
    </message>
    <message>
        <source>since {start}</source>
        <translation>自 {start} 起</translation>
    </message>
    <message>
        <source>slices ROCA decides alone, under audit</source>
        <translation>个切片由 ROCA 单独决定并接受抽查</translation>
    </message>
    <message>
        <source>slices could leave people&apos;s hands</source>
        <translation>个切片可脱离人工</translation>
    </message>
    <message>
        <source>somebody else approves it</source>
        <translation>由他人批准</translation>
    </message>
    <message>
        <source>start the A/B</source>
        <translation>可开始 A/B</translation>
    </message>
    <message>
        <source>stays with people</source>
        <translation>仍由人工处理</translation>
    </message>
    <message>
        <source>taken over {time}</source>
        <translation>{time} 已接收</translation>
    </message>
    <message>
        <source>taken up</source>
        <translation>已采纳</translation>
    </message>
    <message>
        <source>target {share}</source>
        <translation>目标 {share}</translation>
    </message>
    <message>
        <source>the boundary</source>
        <translation>自动化边界</translation>
    </message>
    <message>
        <source>the house</source>
        <translation>本公司</translation>
    </message>
    <message>
        <source>the plan itself</source>
        <translation>方案自身</translation>
    </message>
    <message>
        <source>there is</source>
        <translation>现有</translation>
    </message>
    <message>
        <source>thin history</source>
        <translation>历史较短</translation>
    </message>
    <message>
        <source>threshold</source>
        <translation>阈值</translation>
    </message>
    <message>
        <source>to be approved</source>
        <translation>待批准</translation>
    </message>
    <message>
        <source>to people</source>
        <translation>交人工</translation>
    </message>
    <message>
        <source>to {day}: {share}, n {n}</source>
        <translation>截至 {day}：{share}，n {n}</translation>
    </message>
    <message>
        <source>truly bad</source>
        <translation>真实为坏</translation>
    </message>
    <message>
        <source>truly good</source>
        <translation>真实为好</translation>
    </message>
    <message>
        <source>truth known</source>
        <translation>真值已知</translation>
    </message>
    <message>
        <source>under audit</source>
        <translation>抽查中</translation>
    </message>
    <message>
        <source>used the rule of the other arm of an experiment</source>
        <translation>用了实验另一组的规则</translation>
    </message>
    <message>
        <source>value</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>waits for your approval</source>
        <translation>等待您批准</translation>
    </message>
    <message>
        <source>weighs</source>
        <translation>贡献值</translation>
    </message>
    <message>
        <source>what if</source>
        <translation>假设</translation>
    </message>
    <message>
        <source>whether people agree</source>
        <translation>审核员是否一致</translation>
    </message>
    <message>
        <source>why ROCA erred</source>
        <translation>ROCA 为何出错</translation>
    </message>
    <message>
        <source>wished for: {at}</source>
        <translation>希望的阈值：{at}</translation>
    </message>
    <message>
        <source>withdrawn</source>
        <translation>已撤回</translation>
    </message>
    <message>
        <source>work of people in half a year</source>
        <translation>半年的人工工时变化</translation>
    </message>
    <message>
        <source>worse</source>
        <translation>更差</translation>
    </message>
    <message>
        <source>would lift it by</source>
        <translation>可提升</translation>
    </message>
    <message>
        <source>wrong alone</source>
        <translation>单独决定且错误</translation>
    </message>
    <message>
        <source>wrong decisions of ROCA alone</source>
        <translation>ROCA 单独决定的错误变化</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>{at} from {day}</source>
        <translation>{day} 起为 {at}</translation>
    </message>
    <message>
        <source>{gained} better, {lost} worse</source>
        <translation>{gained} 件更好，{lost} 件更差</translation>
    </message>
    <message>
        <source>{hours} of their work</source>
        <translation>人工工时 {hours}</translation>
    </message>
    <message>
        <source>{interval} · {n} pairs</source>
        <translation>{interval} · {n} 对</translation>
    </message>
    <message>
        <source>{interval}, n {n}</source>
        <translation>{interval}，n {n}</translation>
    </message>
    <message>
        <source>{kind}: {segment}</source>
        <translation>{kind}：{segment}</translation>
    </message>
    <message>
        <source>{low} to {high}</source>
        <translation>{low} 至 {high}</translation>
    </message>
    <message>
        <source>{low} to {high} points</source>
        <translation>{low} 至 {high} 个百分点</translation>
    </message>
    <message>
        <source>{low}–{high}</source>
        <translation>{low}–{high}</translation>
    </message>
    <message>
        <source>{low}–{high} %</source>
        <translation>{low}–{high}%</translation>
    </message>
    <message>
        <source>{metric}: the guard</source>
        <translation>{metric}：护栏</translation>
    </message>
    <message>
        <source>{metric}: the metric</source>
        <translation>{metric}：指标</translation>
    </message>
    <message>
        <source>{name} (late)</source>
        <translation>{name}（迟到）</translation>
    </message>
    <message>
        <source>{name}, at first</source>
        <translation>{name}（首次）</translation>
    </message>
    <message>
        <source>{name}: {decision}</source>
        <translation>{name}：{decision}</translation>
    </message>
    <message>
        <source>{name}: {decision} (late)</source>
        <translation>{name}：{decision}（迟到）</translation>
    </message>
    <message>
        <source>{n} h</source>
        <translation>{n} 小时</translation>
    </message>
    <message>
        <source>{n} labelled cases, {audited} of them by audits of what ROCA decided alone.</source>
        <translation>{n} 件有标签的案件，其中 {audited} 件来自对 ROCA 单独决定的抽查。</translation>
    </message>
    <message>
        <source>{n} of {all}</source>
        <translation>{n} / {all}</translation>
    </message>
    <message>
        <source>{n} of {all} right, at most {upper}</source>
        <translation>{all} 件中对 {n} 件，至多 {upper}</translation>
    </message>
    <message>
        <source>{n} of {all} right, bound {bound}</source>
        <translation>{all} 件中对 {n} 件，下限 {bound}</translation>
    </message>
    <message>
        <source>{n} of {most}</source>
        <translation>{n}／{most}</translation>
    </message>
    <message>
        <source>{n} points</source>
        <translation>{n} 个百分点</translation>
    </message>
    <message>
        <source>{n} {label}</source>
        <translation>{n} {label}</translation>
    </message>
    <message>
        <source>{n}, {share}</source>
        <translation>{n}，{share}</translation>
    </message>
    <message>
        <source>{right} of {n} blind cases right, lower bound {bound}</source>
        <translation>{n} 件盲审案件中对 {right} 件，下限 {bound}</translation>
    </message>
    <message>
        <source>{right} of {n} blind cases right; its lower bound {bound} clears {target}.</source>
        <translation>{n} 件盲审案件中对 {right} 件；下限 {bound} 高于 {target}。</translation>
    </message>
    <message>
        <source>{share} ({interval})</source>
        <translation>{share}（{interval}）</translation>
    </message>
    <message>
        <source>{share} ({interval}), n {n}</source>
        <translation>{share}（{interval}），n {n}</translation>
    </message>
    <message>
        <source>{side}: {what}</source>
        <translation>{side}：{what}</translation>
    </message>
    <message>
        <source>{start} to {end}</source>
        <translation>{start} 至 {end}</translation>
    </message>
    <message>
        <source>{start} to {end}.</source>
        <translation>{start} 至 {end}。</translation>
    </message>
    <message>
        <source>{value} ({low} to {high})</source>
        <translation>{value}（{low} 至 {high}）</translation>
    </message>
    <message>
        <source>{value} ({low}–{high})</source>
        <translation>{value}（{low}–{high}）</translation>
    </message>
    <message>
        <source>{verdict}: confidence {confidence}, threshold {threshold}</source>
        <translation>{verdict}：置信度 {confidence}，阈值 {threshold}</translation>
    </message>
    <message>
        <source>{what}, {time}: {e}</source>
        <translation>{what}，{time}：{e}</translation>
    </message>
    <message>
        <source>“{why}” ({name})</source>
        <translation>“{why}”（{name}）</translation>
    </message>
    <message>
        <source>↑ ↓ or digits choose, Tab goes on, Ctrl+Enter sends, Esc closes</source>
        <translation>↑ ↓ 或数字选择，Tab 前进，Ctrl+Enter 发送，Esc 关闭</translation>
    </message>
</context>
<context>
    <name>Captions</name>
    <message>
        <source>Pass</source>
        <comment>verdict of ROCA</comment>
        <translation>通过</translation>
    </message>
    <message>
        <source>Block</source>
        <comment>verdict of ROCA</comment>
        <translation>拦截</translation>
    </message>
    <message>
        <source>pass</source>
        <comment>decision in a sentence</comment>
        <translation>通过</translation>
    </message>
    <message>
        <source>block</source>
        <comment>decision in a sentence</comment>
        <translation>拦截</translation>
    </message>
    <message>
        <source>escalate</source>
        <comment>decision in a sentence</comment>
        <translation>上报</translation>
    </message>
    <message>
        <source>Pass</source>
        <comment>decision as a title</comment>
        <translation>通过</translation>
    </message>
    <message>
        <source>Block</source>
        <comment>decision as a title</comment>
        <translation>拦截</translation>
    </message>
    <message>
        <source>Escalate</source>
        <comment>decision as a title</comment>
        <translation>上报</translation>
    </message>
    <message>
        <source>ROCA blocked, risk confirmed</source>
        <translation>ROCA 拦截，风险属实</translation>
    </message>
    <message>
        <source>ROCA blocked, customer is fine</source>
        <translation>ROCA 拦截，实为正常</translation>
    </message>
    <message>
        <source>ROCA passed, customer is fine</source>
        <translation>ROCA 放行，确为正常</translation>
    </message>
    <message>
        <source>ROCA passed, risk confirmed</source>
        <translation>ROCA 放行，实有风险</translation>
    </message>
    <message>
        <source>A · retraining</source>
        <translation>A · 重新训练</translation>
    </message>
    <message>
        <source>A check is missing</source>
        <translation>缺少检查</translation>
    </message>
    <message>
        <source>B · threshold rule</source>
        <translation>B · 阈值规则</translation>
    </message>
    <message>
        <source>C · SOP change</source>
        <translation>C · SOP 修订</translation>
    </message>
    <message>
        <source>Check against a list</source>
        <translation>核对名单</translation>
    </message>
    <message>
        <source>Compare with the document</source>
        <translation>与证件比对</translation>
    </message>
    <message>
        <source>Contact the customer</source>
        <translation>联系客户</translation>
    </message>
    <message>
        <source>Decided within {seconds} s</source>
        <translation>{seconds} 秒内作出决定</translation>
    </message>
    <message>
        <source>IP address</source>
        <translation>IP 地址</translation>
    </message>
    <message>
        <source>Indicator</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Look into a linked case</source>
        <translation>查看关联案件</translation>
    </message>
    <message>
        <source>Not supported by its evidence</source>
        <translation>证据不支持</translation>
    </message>
    <message>
        <source>Signal</source>
        <translation>信号</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>Clause</source>
        <translation>条款</translation>
    </message>
    <message>
        <source>Missing signal</source>
        <translation>缺失信号</translation>
    </message>
    <message>
        <source>Missing evidence</source>
        <translation>缺失证据</translation>
    </message>
    <message>
        <source>Clock paused</source>
        <comment>kind of a note</comment>
        <translation>暂停计时</translation>
    </message>
    <message>
        <source>Contradicting clauses</source>
        <translation>相互矛盾的条款</translation>
    </message>
    <message>
        <source>Due in an hour</source>
        <translation>1 小时内到期</translation>
    </message>
    <message>
        <source>Handed over</source>
        <comment>kind of a note</comment>
        <translation>交接</translation>
    </message>
    <message>
        <source>Mine, waiting</source>
        <translation>我上报待决</translation>
    </message>
    <message>
        <source>Missing check</source>
        <translation>缺失检查</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Put off</source>
        <translation>稍后处理</translation>
    </message>
    <message>
        <source>ROCA was right, nothing to change</source>
        <translation>ROCA 判定正确，无需改动</translation>
    </message>
    <message>
        <source>Skipped</source>
        <comment>kind of a note</comment>
        <translation>已跳过</translation>
    </message>
    <message>
        <source>Snoozed</source>
        <comment>kind of a note</comment>
        <translation>稍后处理</translation>
    </message>
    <message>
        <source>Wrong clause</source>
        <translation>条款有误</translation>
    </message>
    <message>
        <source>Wrong inference</source>
        <translation>推断有误</translation>
    </message>
    <message>
        <source>a part is missing</source>
        <translation>缺少一部分</translation>
    </message>
    <message>
        <source>another script</source>
        <translation>文字不同</translation>
    </message>
    <message>
        <source>another value</source>
        <translation>内容不同</translation>
    </message>
    <message>
        <source>bank account</source>
        <translation>银行账号</translation>
    </message>
    <message>
        <source>card number</source>
        <translation>卡号</translation>
    </message>
    <message>
        <source>case or marks only</source>
        <translation>仅大小写或标点不同</translation>
    </message>
    <message>
        <source>close to the threshold, and no signal is at fault</source>
        <translation>接近阈值，且无信号出错</translation>
    </message>
    <message>
        <source>document number</source>
        <translation>证件号码</translation>
    </message>
    <message>
        <source>e-mail address</source>
        <translation>邮箱地址</translation>
    </message>
    <message>
        <source>far from the threshold: the signal itself is off</source>
        <translation>距阈值较远，是信号本身有偏差</translation>
    </message>
    <message>
        <source>identity number</source>
        <translation>身份证号</translation>
    </message>
    <message>
        <source>names a clause that is in force no more</source>
        <translation>引用了已失效的条款</translation>
    </message>
    <message>
        <source>names a clause that is not here</source>
        <translation>引用的条款不存在</translation>
    </message>
    <message>
        <source>names a signal that is not listed</source>
        <translation>引用的信号未列出</translation>
    </message>
    <message>
        <source>names evidence that is not here</source>
        <translation>引用的证据不存在</translation>
    </message>
    <message>
        <source>names no evidence</source>
        <translation>未引用证据</translation>
    </message>
    <message>
        <source>no SOP: flag gap</source>
        <translation>无 SOP：标记缺口</translation>
    </message>
    <message>
        <source>no clause asks for this check</source>
        <translation>没有条款要求此项检查</translation>
    </message>
    <message>
        <source>no clause backs the step</source>
        <translation>该步骤没有条款依据</translation>
    </message>
    <message>
        <source>none</source>
        <comment>difference between two values</comment>
        <translation>无</translation>
    </message>
    <message>
        <source>one is missing</source>
        <translation>缺少一方</translation>
    </message>
    <message>
        <source>open</source>
        <translation>待审</translation>
    </message>
    <message>
        <source>order of the date</source>
        <translation>日期顺序不同</translation>
    </message>
    <message>
        <source>order of words</source>
        <translation>顺序不同</translation>
    </message>
    <message>
        <source>spelling</source>
        <translation>拼写不同</translation>
    </message>
    <message>
        <source>two clauses say otherwise</source>
        <translation>两个条款规定相互矛盾</translation>
    </message>
    <message>
        <source>{clause}: version {current} is in force, you read {read}</source>
        <translation>{clause}：现行版本为 {current}，您查阅的是 {read}</translation>
    </message>
    <message>
        <source>{count} of the evidence you rest on was not opened</source>
        <translation>所依据的证据中有 {count} 项未打开</translation>
    </message>
    <message>
        <source>{minutes} min of work on this case</source>
        <translation>本案已处理 {minutes} 分钟</translation>
    </message>
    <message>
        <source>{percent} % of this text stands in an earlier rationale of yours</source>
        <translation>与您先前的审核理由有 {percent}% 重复</translation>
    </message>
    <message>
        <source>escalated</source>
        <translation>已上报</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>已审结</translation>
    </message>
    <message>
        <source>telephone number</source>
        <translation>电话号码</translation>
    </message>
    <message>
        <source>the clause has changed since</source>
        <translation>条款此后已变更</translation>
    </message>
    <message>
        <source>the clause itself is at fault</source>
        <translation>条款本身有误</translation>
    </message>
    <message>
        <source>the usual route for this reason</source>
        <translation>该原因的常规路由</translation>
    </message>
    <message>
        <source>value of this case</source>
        <translation>本案的字段值</translation>
    </message>
    <message>
        <source>wallet address</source>
        <translation>钱包地址</translation>
    </message>
    <message>
        <source>withdrawn</source>
        <translation>已撤销</translation>
    </message>
    <message>
        <source>Key User</source>
        <translation>关键用户</translation>
    </message>
    <message>
        <source>High-risk pattern</source>
        <translation>高风险模式</translation>
    </message>
    <message>
        <source>Unsure</source>
        <translation>拿不准</translation>
    </message>
    <message>
        <source>Reviewer</source>
        <translation>审核员</translation>
    </message>
    <message>
        <source>Senior agent</source>
        <translation>高级审核员</translation>
    </message>
    <message>
        <source>Team lead</source>
        <translation>组长</translation>
    </message>
    <message>
        <source>BPO agent</source>
        <translation>外包审核员</translation>
    </message>
    <message>
        <source>SOP editor</source>
        <translation>SOP 编辑</translation>
    </message>
    <message>
        <source>Model and rules owner</source>
        <translation>模型与规则负责人</translation>
    </message>
    <message>
        <source>Auditor</source>
        <translation>审计员</translation>
    </message>
    <message>
        <source>Administrator</source>
        <translation>管理员</translation>
    </message>
    <message>
        <source>AI agent</source>
        <translation>智能体</translation>
    </message>
    <message>
        <source>Mine</source>
        <translation>我的</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Key users</source>
        <translation>关键用户</translation>
    </message>
    <message>
        <source>Awaiting me</source>
        <translation>待我处理</translation>
    </message>
    <message>
        <source>undo open</source>
        <translation>可撤回</translation>
    </message>
    <message>
        <source>pending</source>
        <translation>待发送</translation>
    </message>
    <message>
        <source>sending</source>
        <translation>发送中</translation>
    </message>
    <message>
        <source>applied</source>
        <translation>已生效</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>被拒绝</translation>
    </message>
    <message>
        <source>needs attention</source>
        <translation>需处理</translation>
    </message>
    <message>
        <source>taken back</source>
        <translation>已撤回</translation>
    </message>
    <message>
        <source>parked</source>
        <translation>已搁置</translation>
    </message>
</context>
<context>
    <name>Case</name>
    <message>
        <source>priority {n}</source>
        <translation>优先级 {n}</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>主体</translation>
    </message>
    <message>
        <source>No case is open. Choose one from the queue, or wait for the next sync.</source>
        <translation>未打开案件。请从队列中选择，或等待下次同步。</translation>
    </message>
    <message>
        <source>Escalated ({kind}) by {name}: {text}</source>
        <translation>{name} 已上报（{kind}）：{text}</translation>
    </message>
    <message numerus="yes">
        <source>%n notes</source>
        <translation>
            <numerusform>备注 %n 则</numerusform>
        </translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>Around</source>
        <translation>关联</translation>
    </message>
    <message>
        <source>Assigned to</source>
        <translation>已分配给</translation>
    </message>
    <message>
        <source>Assigned to a colleague</source>
        <translation>已分配给同事</translation>
    </message>
    <message>
        <source>Assigned to you</source>
        <translation>已分配给您</translation>
    </message>
    <message>
        <source>Back from a snooze since {when}: {reason}.</source>
        <translation>{when} 起恢复处理（此前稍后处理）：{reason}。</translation>
    </message>
    <message>
        <source>Decide blind: what ROCA says is kept back until you have decided.</source>
        <translation>盲审：在您作出结论之前，不显示 ROCA 的判定。</translation>
    </message>
    <message>
        <source>Decided: {decision} by {name}, {when}</source>
        <translation>已审结：{name} 于 {when} 作出“{decision}”结论</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>Handed over to you</source>
        <translation>交接给您</translation>
    </message>
    <message>
        <source>In plain text until {time}, {n} s left. It is in the audit trail.</source>
        <translation>明文显示至 {time}，剩余 {n} 秒。已记入审计日志。</translation>
    </message>
    <message>
        <source>KEY {n}</source>
        <translation>关键 {n}</translation>
    </message>
    <message>
        <source>Mask now</source>
        <translation>立即脱敏</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>缺少</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>ROCA sent no evidence with this case.</source>
        <translation>ROCA 未随本案提供证据。</translation>
    </message>
    <message>
        <source>Snoozed until {when}: {reason}. The clock goes on.</source>
        <translation>稍后处理至 {when}：{reason}。计时不停。</translation>
    </message>
    <message>
        <source>Taken along: yours without the server until {time}.</source>
        <translation>已带走：无需服务器，保留至 {time}。</translation>
    </message>
    <message>
        <source>Waiting since {when}: {reason}. The clock stands until it goes on.</source>
        <translation>自 {when} 起挂起：{reason}。计时已暂停，恢复后继续。</translation>
    </message>
    <message>
        <source>You moved it from one seat of yours to another: only that one can decide it.</source>
        <translation>您已把此案从一个席位转到另一个席位：只能在后者上审结。</translation>
    </message>
    <message>
        <source>You moved it from {before} to {now}: only {now} can decide it.</source>
        <translation>您已把此案从 {before} 转到 {now}：只能在 {now} 上审结。</translation>
    </message>
    <message>
        <source>not sent yet</source>
        <translation>尚未发送</translation>
    </message>
    <message>
        <source>you</source>
        <translation>您</translation>
    </message>
</context>
<context>
    <name>ClauseSheet</name>
    <message>
        <source>Esc closes.</source>
        <translation>按 Esc 关闭。</translation>
    </message>
    <message>
        <source>In force no more.</source>
        <translation>已失效。</translation>
    </message>
    <message>
        <source>In force no more: it was read until {time}.</source>
        <translation>已失效：执行至 {time}。</translation>
    </message>
    <message>
        <source>In force since {time}.</source>
        <translation>生效时间：{time}。</translation>
    </message>
    <message>
        <source>In force, as it came with the program.</source>
        <translation>现行有效，为程序自带的版本。</translation>
    </message>
    <message>
        <source>Not in force yet: it is read from {time} on.</source>
        <translation>尚未生效：自 {time} 起执行。</translation>
    </message>
    <message>
        <source>ROCA read version {version}.</source>
        <translation>ROCA 读取的是 {version} 版。</translation>
    </message>
    <message>
        <source>This clause is not among the procedures on this computer.</source>
        <translation>本机的 SOP 中没有这一条款。</translation>
    </message>
    <message>
        <source>{page} · version {version} · clause {n} of {count}</source>
        <translation>{page} · 版本 {version} · 第 {n} / {count} 项条款</translation>
    </message>
    <message>
        <source>← and → turn to the clauses beside it, V and Shift+V to the versions. Esc closes.</source>
        <translation>← 和 → 翻看相邻条款，V 和 Shift+V 翻看各版本。按 Esc 关闭。</translation>
    </message>
    <message>
        <source>← and → turn to the clauses beside it. Esc closes.</source>
        <translation>按 ← 和 → 翻到相邻条款，按 Esc 关闭。</translation>
    </message>
</context>
<context>
    <name>Commands</name>
    <message>
        <source>Assigned</source>
        <translation>已分配</translation>
    </message>
    <message>
        <source>Ballot cast</source>
        <translation>已投票</translation>
    </message>
    <message>
        <source>Blind decision completed</source>
        <translation>补全盲审结论</translation>
    </message>
    <message>
        <source>Case re-reviewed</source>
        <translation>案件已复核</translation>
    </message>
    <message>
        <source>Clock paused</source>
        <translation>挂起（暂停计时）</translation>
    </message>
    <message>
        <source>Clock runs again</source>
        <translation>恢复计时</translation>
    </message>
    <message>
        <source>Dispute settled</source>
        <translation>申诉已裁定</translation>
    </message>
    <message>
        <source>Finding changed</source>
        <translation>发现已修改</translation>
    </message>
    <message>
        <source>Finding raised</source>
        <translation>发现已提出</translation>
    </message>
    <message>
        <source>Handed over</source>
        <translation>已交接</translation>
    </message>
    <message>
        <source>Judgement disputed</source>
        <translation>已对判定提出申诉</translation>
    </message>
    <message>
        <source>News read</source>
        <translation>消息已读</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Note in a session</source>
        <translation>校准会发言</translation>
    </message>
    <message>
        <source>Pattern decided</source>
        <translation>高风险模式已处理</translation>
    </message>
    <message>
        <source>Pattern escalated</source>
        <translation>上报高风险模式</translation>
    </message>
    <message>
        <source>Priority changed</source>
        <translation>优先级已更改</translation>
    </message>
    <message>
        <source>Priority of a whole queue changed</source>
        <translation>已更改整个队列的优先级</translation>
    </message>
    <message>
        <source>ROCA asked again</source>
        <translation>再次询问 ROCA</translation>
    </message>
    <message>
        <source>Re-review signed</source>
        <translation>复核已签字</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>审核</translation>
    </message>
    <message>
        <source>Said what was missing</source>
        <translation>已说明缺少的内容</translation>
    </message>
    <message>
        <source>Sample drawn</source>
        <translation>样本已抽取</translation>
    </message>
    <message>
        <source>Several cases changed</source>
        <translation>批量更改案件</translation>
    </message>
    <message>
        <source>Skipped</source>
        <translation>已跳过</translation>
    </message>
    <message>
        <source>Snoozed</source>
        <translation>稍后处理</translation>
    </message>
    <message>
        <source>Tags changed</source>
        <translation>标签已更改</translation>
    </message>
    <message>
        <source>Taken back before it was sent</source>
        <translation>发送前已撤回</translation>
    </message>
    <message>
        <source>The rules of who is given what are in force</source>
        <translation>分配规则已生效</translation>
    </message>
    <message>
        <source>Threshold challenged</source>
        <translation>已质疑阈值</translation>
    </message>
    <message>
        <source>Truth of a case written</source>
        <translation>案件真值已写入</translation>
    </message>
</context>
<context>
    <name>Context</name>
    <message numerus="yes">
        <source>%n accounts</source>
        <translation>
            <numerusform>%n 个账户</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cases</source>
        <translation>
            <numerusform>%n 件案件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>另有 %n 项</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n senders</source>
        <translation>
            <numerusform>%n 个转入方</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n steps</source>
        <translation>
            <numerusform>%n 步</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n things in common</source>
        <translation>
            <numerusform>共用 %n 项</numerusform>
        </translation>
    </message>
    <message>
        <source>Account</source>
        <translation>账户</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Assessed again</source>
        <translation>重新评估</translation>
    </message>
    <message>
        <source>Assigned</source>
        <translation>已分配</translation>
    </message>
    <message>
        <source>Carried out</source>
        <translation>已执行</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>案件</translation>
    </message>
    <message>
        <source>Decided</source>
        <translation>已审结</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>证件</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>邮箱</translation>
    </message>
    <message>
        <source>Escalated</source>
        <translation>已上报</translation>
    </message>
    <message>
        <source>Face</source>
        <translation>人脸</translation>
    </message>
    <message>
        <source>Handed over</source>
        <translation>已交接</translation>
    </message>
    <message>
        <source>Handed to people</source>
        <translation>已转人工</translation>
    </message>
    <message>
        <source>IP address</source>
        <translation>IP 地址</translation>
    </message>
    <message>
        <source>New revision from ROCA</source>
        <translation>ROCA 更新了案件</translation>
    </message>
    <message>
        <source>Note written</source>
        <translation>已写备注</translation>
    </message>
    <message>
        <source>Opened by ROCA</source>
        <translation>ROCA 创建案件</translation>
    </message>
    <message>
        <source>Payee</source>
        <translation>收款地址</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>电话</translation>
    </message>
    <message>
        <source>Priority changed</source>
        <translation>优先级已变更</translation>
    </message>
    <message>
        <source>ROCA asked again</source>
        <translation>已请 ROCA 重新评估</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>已接收</translation>
    </message>
    <message>
        <source>Snoozed</source>
        <translation>稍后处理</translation>
    </message>
    <message>
        <source>The clock goes on</source>
        <translation>计时恢复</translation>
    </message>
    <message>
        <source>This account</source>
        <translation>本账户</translation>
    </message>
    <message>
        <source>Waiting; the clock stands</source>
        <translation>等待中，计时暂停</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>有变化</translation>
    </message>
    <message>
        <source>gone</source>
        <translation>已移除</translation>
    </message>
    <message>
        <source>new</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>same verdict of ROCA</source>
        <translation>ROCA 判定相同</translation>
    </message>
    <message>
        <source>within {span}</source>
        <translation>{span}内</translation>
    </message>
    <message>
        <source>{amount} in</source>
        <translation>转入 {amount}</translation>
    </message>
    <message>
        <source>{amount} out</source>
        <translation>转出 {amount}</translation>
    </message>
    <message>
        <source>{n}×</source>
        <translation>{n} 笔</translation>
    </message>
    <message>
        <source>{thing} in common</source>
        <translation>{thing}相同</translation>
    </message>
</context>
<context>
    <name>Countries</name>
    <message>
        <source>United Arab Emirates</source>
        <translation>阿联酋</translation>
    </message>
    <message>
        <source>Argentina</source>
        <translation>阿根廷</translation>
    </message>
    <message>
        <source>Australia</source>
        <translation>澳大利亚</translation>
    </message>
    <message>
        <source>Brazil</source>
        <translation>巴西</translation>
    </message>
    <message>
        <source>Canada</source>
        <translation>加拿大</translation>
    </message>
    <message>
        <source>Switzerland</source>
        <translation>瑞士</translation>
    </message>
    <message>
        <source>Chile</source>
        <translation>智利</translation>
    </message>
    <message>
        <source>Mainland China</source>
        <translation>中国大陆</translation>
    </message>
    <message>
        <source>Colombia</source>
        <translation>哥伦比亚</translation>
    </message>
    <message>
        <source>Germany</source>
        <translation>德国</translation>
    </message>
    <message>
        <source>Egypt</source>
        <translation>埃及</translation>
    </message>
    <message>
        <source>Spain</source>
        <translation>西班牙</translation>
    </message>
    <message>
        <source>France</source>
        <translation>法国</translation>
    </message>
    <message>
        <source>United Kingdom</source>
        <translation>英国</translation>
    </message>
    <message>
        <source>Ghana</source>
        <translation>加纳</translation>
    </message>
    <message>
        <source>Greece</source>
        <translation>希腊</translation>
    </message>
    <message>
        <source>Hong Kong</source>
        <translation>中国香港</translation>
    </message>
    <message>
        <source>Indonesia</source>
        <translation>印度尼西亚</translation>
    </message>
    <message>
        <source>Ireland</source>
        <translation>爱尔兰</translation>
    </message>
    <message>
        <source>India</source>
        <translation>印度</translation>
    </message>
    <message>
        <source>Italy</source>
        <translation>意大利</translation>
    </message>
    <message>
        <source>Japan</source>
        <translation>日本</translation>
    </message>
    <message>
        <source>Kenya</source>
        <translation>肯尼亚</translation>
    </message>
    <message>
        <source>South Korea</source>
        <translation>韩国</translation>
    </message>
    <message>
        <source>Kazakhstan</source>
        <translation>哈萨克斯坦</translation>
    </message>
    <message>
        <source>Morocco</source>
        <translation>摩洛哥</translation>
    </message>
    <message>
        <source>Macao</source>
        <translation>中国澳门</translation>
    </message>
    <message>
        <source>Mexico</source>
        <translation>墨西哥</translation>
    </message>
    <message>
        <source>Malaysia</source>
        <translation>马来西亚</translation>
    </message>
    <message>
        <source>Nigeria</source>
        <translation>尼日利亚</translation>
    </message>
    <message>
        <source>Netherlands</source>
        <translation>荷兰</translation>
    </message>
    <message>
        <source>New Zealand</source>
        <translation>新西兰</translation>
    </message>
    <message>
        <source>Peru</source>
        <translation>秘鲁</translation>
    </message>
    <message>
        <source>Philippines</source>
        <translation>菲律宾</translation>
    </message>
    <message>
        <source>Pakistan</source>
        <translation>巴基斯坦</translation>
    </message>
    <message>
        <source>Poland</source>
        <translation>波兰</translation>
    </message>
    <message>
        <source>Portugal</source>
        <translation>葡萄牙</translation>
    </message>
    <message>
        <source>Romania</source>
        <translation>罗马尼亚</translation>
    </message>
    <message>
        <source>Russia</source>
        <translation>俄罗斯</translation>
    </message>
    <message>
        <source>Saudi Arabia</source>
        <translation>沙特阿拉伯</translation>
    </message>
    <message>
        <source>Sweden</source>
        <translation>瑞典</translation>
    </message>
    <message>
        <source>Singapore</source>
        <translation>新加坡</translation>
    </message>
    <message>
        <source>Thailand</source>
        <translation>泰国</translation>
    </message>
    <message>
        <source>Türkiye</source>
        <translation>土耳其</translation>
    </message>
    <message>
        <source>Taiwan</source>
        <translation>中国台湾</translation>
    </message>
    <message>
        <source>Ukraine</source>
        <translation>乌克兰</translation>
    </message>
    <message>
        <source>United States</source>
        <translation>美国</translation>
    </message>
    <message>
        <source>Vietnam</source>
        <translation>越南</translation>
    </message>
    <message>
        <source>South Africa</source>
        <translation>南非</translation>
    </message>
</context>
<context>
    <name>Day</name>
    <message numerus="yes">
        <source>%n cases are handed over and go out in 10 s.</source>
        <translation>
            <numerusform>已交接 %n 件案件，10 秒后发出。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cases of yours go to one person, or back to the queue.</source>
        <translation>
            <numerusform>您名下的 %n 件案件将交给一人，或退回队列。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n could not be and stay yours.</source>
        <translation>
            <numerusform>%n 件未能交接，仍归您。</numerusform>
        </translation>
    </message>
    <message>
        <source>Active</source>
        <translation>有效用时</translation>
    </message>
    <message>
        <source>Active time on cases today: {time}. It runs only while a case of yours is in sight and you do something; it is kept with your decisions.</source>
        <translation>今日案件有效用时：{time}。仅在案件显示在屏且您有操作时计时，随审核结论一并保存。</translation>
    </message>
    <message>
        <source>Asking the server who is here …</source>
        <translation>正在向服务器查询同事名单…</translation>
    </message>
    <message>
        <source>At</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Back to the queue</source>
        <translation>退回队列</translation>
    </message>
    <message>
        <source>Being kept …</source>
        <translation>正在保存…</translation>
    </message>
    <message>
        <source>By {end} about {n} more cases, between {low} and {high} on four days in five like this one.</source>
        <translation>到 {end} 预计还可完成约 {n} 件；类似的五天中有四天在 {low} 至 {high} 件之间。</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>案件</translation>
    </message>
    <message>
        <source>Choose a person, or the queue</source>
        <translation>请选择同事或队列</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>审核结论</translation>
    </message>
    <message>
        <source>Done by hour</source>
        <translation>每小时已完成</translation>
    </message>
    <message>
        <source>Done today, the newest first</source>
        <translation>今日已审结，最新在前</translation>
    </message>
    <message>
        <source>Due</source>
        <translation>到期</translation>
    </message>
    <message>
        <source>Find a colleague</source>
        <translation>查找同事</translation>
    </message>
    <message>
        <source>From your own pace of today: {pace} cases an hour, breaks included.</source>
        <translation>依据您今天的节奏：每小时 {pace} 件，含休息时间。</translation>
    </message>
    <message>
        <source>Hand everything over</source>
        <translation>全部交接</translation>
    </message>
    <message>
        <source>Hand over</source>
        <translation>交接</translation>
    </message>
    <message>
        <source>It is told from your own pace of today alone.</source>
        <translation>仅依据您今天的节奏推算。</translation>
    </message>
    <message>
        <source>KEY · {type}</source>
        <translation>关键 · {type}</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>剩余时间</translation>
    </message>
    <message>
        <source>My day</source>
        <translation>我的一天</translation>
    </message>
    <message>
        <source>No open case is yours, so there is nothing to hand over.</source>
        <translation>您名下没有待审案件，无需交接。</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Nothing else of yours falls due in the next eight hours.</source>
        <translation>未来 8 小时内没有其他案件到期。</translation>
    </message>
    <message>
        <source>Nothing is done yet today.</source>
        <translation>今天尚未完成案件。</translation>
    </message>
    <message>
        <source>Nothing is yours yet. Open a case in Review ({key}): it is reserved for you and counted here, and every decision of today stands below.</source>
        <translation>您名下还没有案件。在“审核”中（{key}）打开一件：系统会为您领取并计入此处，今天的每项结论都列在下方。</translation>
    </message>
    <message>
        <source>Nothing of yours falls due in the next eight hours.</source>
        <translation>未来八小时内您没有到期的案件。</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>The hand-over is taken back. The cases are yours as before.</source>
        <translation>交接已撤回，案件仍归您。</translation>
    </message>
    <message>
        <source>The server did not name your colleagues. The cases can go back to the queue.</source>
        <translation>未能查到同事名单，案件可退回队列。</translation>
    </message>
    <message>
        <source>The shift ends at</source>
        <translation>下班时间</translation>
    </message>
    <message>
        <source>The shift is over.</source>
        <translation>本班已结束。</translation>
    </message>
    <message>
        <source>To whom</source>
        <translation>交给</translation>
    </message>
    <message>
        <source>Too little is done today to say how far the shift will get. Three cases and 15 min are enough.</source>
        <translation>今天完成的案件太少，无法预测本班进度。完成三件且满 15 分钟即可预测。</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Type to find a colleague</source>
        <translation>输入以查找同事</translation>
    </message>
    <message>
        <source>Until the end of the shift</source>
        <translation>到下班为止</translation>
    </message>
    <message>
        <source>What the next person should know</source>
        <translation>下一位需要知道的情况</translation>
    </message>
    <message>
        <source>What you have drafted stays yours; the note goes with each case.</source>
        <translation>您的草稿仍归您；备注随每件案件一并转交。</translation>
    </message>
    <message>
        <source>Write a time such as 17:30.</source>
        <translation>请填写时间，如 17:30。</translation>
    </message>
    <message>
        <source>Yours, due by hour</source>
        <translation>名下案件每小时到期</translation>
    </message>
    <message>
        <source>Yours, the next that fall due</source>
        <translation>我的案件，最先到期在前</translation>
    </message>
    <message>
        <source>active on cases</source>
        <translation>案件有效用时</translation>
    </message>
    <message>
        <source>as of {time}</source>
        <translation>截至 {time}</translation>
    </message>
    <message>
        <source>assigned to you</source>
        <translation>已分配给您</translation>
    </message>
    <message>
        <source>done today</source>
        <translation>今日已完成</translation>
    </message>
    <message>
        <source>of yours late</source>
        <translation>名下已超时</translation>
    </message>
    <message>
        <source>on the left</source>
        <translation>左侧</translation>
    </message>
    <message>
        <source>reserved for you</source>
        <translation>您已领取</translation>
    </message>
    <message>
        <source>such as 17:30, Enter keeps it</source>
        <translation>如 17:30，按 Enter 保存</translation>
    </message>
    <message>
        <source>{n} of {most}</source>
        <translation>{n} / {most}</translation>
    </message>
</context>
<context>
    <name>Decision</name>
    <message>
        <source>step {n}</source>
        <translation>步骤 {n}</translation>
    </message>
    <message>
        <source>not in the list</source>
        <translation>不在列表中</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>审核结论</translation>
    </message>
    <message>
        <source>Choose what is to happen with this case.</source>
        <translation>请选择本案的处理结论。</translation>
    </message>
    <message>
        <source>One or two sentences</source>
        <translation>一至两句话</translation>
    </message>
    <message>
        <source>One or two sentences that an engineer can act on</source>
        <translation>一至两句话，让工程师据此改进</translation>
    </message>
    <message>
        <source>Rationale</source>
        <translation>审核理由</translation>
    </message>
    <message>
        <source>Sent as soon as the case is reserved for you</source>
        <translation>领取到本案后即自动提交</translation>
    </message>
    <message>
        <source>Suggested: {route}</source>
        <translation>建议：{route}</translation>
    </message>
    <message>
        <source>{hint} · {n} more</source>
        <translation>{hint} · 另有 {n} 项</translation>
    </message>
    <message>
        <source>{kind}: </source>
        <translation>{kind}：</translation>
    </message>
    <message>
        <source>{n} of {most} sentences</source>
        <translation>{n} / {most} 句</translation>
    </message>
    <message>
        <source>{why}: you can draft, not send.</source>
        <translation>{why}：可以起草，不能发送。</translation>
    </message>
    <message>
        <source>Label </source>
        <translation>结果标签 </translation>
    </message>
    <message>
        <source>no route</source>
        <translation>无反馈路径</translation>
    </message>
    <message>
        <source>Route </source>
        <translation>反馈路径 </translation>
    </message>
    <message>
        <source>Why ROCA was unsure</source>
        <translation>ROCA 为何拿不准</translation>
    </message>
    <message>
        <source>Root cause</source>
        <translation>根因</translation>
    </message>
    <message>
        <source>attributed to …</source>
        <translation>归因对象 …</translation>
    </message>
    <message>
        <source>Submit and next</source>
        <translation>提交并下一件</translation>
    </message>
    <message>
        <source>Draft kept · {time}</source>
        <translation>草稿已保存 · {time}</translation>
    </message>
    <message>
        <source>Worked {time}</source>
        <translation>有效处理时长 {time}</translation>
    </message>
</context>
<context>
    <name>Documents</name>
    <message>
        <source>+ − 0 zoom · arrows move · [ ] turn · PgUp PgDn page · , . document · Y side by side · hold L loupe · O fields · U next field · C grey · X contrast · I details · Esc close</source>
        <translation>+ − 0 缩放 · 方向键移动 · [ ] 旋转 · PgUp PgDn 翻页 · , . 切换文件 · Y 并排 · 按住 L 放大镜 · O 字段 · U 下一字段 · C 灰度 · X 对比度 · I 详情 · Esc 关闭</translation>
    </message>
    <message>
        <source>Blurred on this computer. Hold Space to see.</source>
        <translation>本机已模糊显示。按住空格键查看。</translation>
    </message>
    <message>
        <source>Document {title}, {where}</source>
        <translation>文件 {title}，{where}</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>证明材料</translation>
    </message>
    <message>
        <source>Documents cannot be shown now. Close them and press D again.</source>
        <translation>现在无法显示证明材料。请关闭后再按 D。</translation>
    </message>
    <message>
        <source>Fields marked: {fields}</source>
        <translation>已标出字段：{fields}</translation>
    </message>
    <message>
        <source>J K field</source>
        <translation>J K 字段</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>No document shows where this field stands.</source>
        <translation>没有证件标出此字段的位置。</translation>
    </message>
    <message>
        <source>No file came with this case.</source>
        <translation>本案件没有附带文件。</translation>
    </message>
    <message>
        <source>Opening the document…</source>
        <translation>正在打开文件…</translation>
    </message>
    <message>
        <source>Page {n} of {m}</source>
        <translation>第 {n} 页，共 {m} 页</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>页数</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Saved by</source>
        <translation>保存软件</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Taken</source>
        <translation>拍摄时间</translation>
    </message>
    <message>
        <source>The file has no such page.</source>
        <translation>文件没有这一页。</translation>
    </message>
    <message>
        <source>The file is not the one the case names, so it is not shown. Tell your lead.</source>
        <translation>文件与案件所指不符，因此不显示。请告知组长。</translation>
    </message>
    <message>
        <source>The server does not have this file, or it is not yours to see.</source>
        <translation>服务器没有此文件，或您无权查看。</translation>
    </message>
    <message>
        <source>This document is not on this computer yet. It comes when the server is back.</source>
        <translation>此文件尚未下载到本机。服务器恢复后即可查看。</translation>
    </message>
    <message>
        <source>This file cannot be opened: it is damaged or not what it says. Ask for another; decide without.</source>
        <translation>无法打开此文件：文件已损坏或与所示类型不符。请索取新文件，或不依据它作出结论。</translation>
    </message>
    <message>
        <source>This file is larger than can be shown safely. Ask for a smaller one.</source>
        <translation>此文件过大，无法安全显示。请索取较小的文件。</translation>
    </message>
    <message>
        <source>This file took too long and was given up. Nothing else is affected; ask for another file.</source>
        <translation>打开此文件耗时过长，已放弃。其他部分不受影响；请索取新文件。</translation>
    </message>
    <message>
        <source>Your role does not see documents. Ask your lead.</source>
        <translation>您的角色不能查看证明材料。请联系组长。</translation>
    </message>
    <message>
        <source>contrast +{n}</source>
        <translation>对比度 +{n}</translation>
    </message>
    <message>
        <source>grey</source>
        <translation>灰度</translation>
    </message>
    <message>
        <source>{size} KB</source>
        <translation>{size} KB</translation>
    </message>
    <message>
        <source>{wide} × {tall} pixels</source>
        <translation>{wide} × {tall} 像素</translation>
    </message>
</context>
<context>
    <name>Evidence</name>
    <message numerus="yes">
        <source>%n unreadable values: show the raw form</source>
        <translation>
            <numerusform>%n 个值无法识别：查看原始内容</numerusform>
        </translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>Hide the raw form</source>
        <translation>收起原始内容</translation>
    </message>
    <message>
        <source>not given: {names}</source>
        <translation>未提供：{names}</translation>
    </message>
    <message>
        <source>{kind}, {size} KB</source>
        <translation>{kind}，{size} KB</translation>
    </message>
    <message>
        <source>File</source>
        <translation>附件</translation>
    </message>
</context>
<context>
    <name>Feedback</name>
    <message numerus="yes">
        <source>%n came from audits.</source>
        <translation>
            <numerusform>%n 件来自抽查。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cases</source>
        <translation>
            <numerusform>%n 件案件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cases since the change of {day}.</source>
        <translation>
            <numerusform>{day}变更以来共有案件 %n 件。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n findings came out of it or went into it.</source>
        <translation>
            <numerusform>有 %n 项发现由它拆出或并入。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n judged by you</source>
        <translation>
            <numerusform>您已评判 %n 对</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more after this one</source>
        <translation>
            <numerusform>此后还有 %n 对</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more are kept back: you are still to look at them blind.</source>
        <translation>
            <numerusform>另有 %n 件暂不显示：您尚待对其盲审。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of these cases have no answer and count as lost until they have one, for a candidate chooses what it answers.</source>
        <translation>
            <numerusform>其中 %n 件尚无回答，在答复前按改错计，因为回答哪些由候选版本自己选择。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of your marks no longer hold</source>
        <translation>
            <numerusform>您的标记中有 %n 处已不再成立</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of your marks still hold</source>
        <translation>
            <numerusform>您的标记中有 %n 处仍然成立</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n pairs are judged so far. Which reasoning was found better is told once the run is concluded, from {need} pairs on.</source>
        <translation>
            <numerusform>目前已评判 %n 对。满 {need} 对后，测试结束时才公布哪份推理更受认可。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n people labelled them;</source>
        <translation>
            <numerusform>由 %n 人给出标签；</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picked cases leave this finding and make another one.</source>
        <translation>
            <numerusform>选中的 %n 件案件将离开此发现，另立一项。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n possible patterns were looked at together</source>
        <translation>
            <numerusform>同时检验了 %n 个可能的模式</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n steps</source>
        <translation>
            <numerusform>%n 个步骤</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n types</source>
        <translation>
            <numerusform>%n 个类型</numerusform>
        </translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>1 the first, 2 the second, 3 neither: it counts at once and cannot be taken back. One is ROCA’s present reasoning and one a candidate’s, in an order drawn by lot.</source>
        <translation>1 选第一份，2 选第二份，3 不分高下：立即生效，不能撤回。一份是 ROCA 现有的推理，一份是候选版本的，先后由抽签决定。</translation>
    </message>
    <message>
        <source>; </source>
        <translation>；</translation>
    </message>
    <message>
        <source>A change is out; cases from now on show whether it holds.</source>
        <translation>变更已上线，此后的案件会表明是否有效。</translation>
    </message>
    <message>
        <source>A failing signal has no cases that another finding could take in.</source>
        <translation>失效信号没有可并入其他发现的案件。</translation>
    </message>
    <message>
        <source>A failing signal is found by its sums, so no single case stands behind it.</source>
        <translation>失效信号由汇总数字发现，因此没有对应的单个案件。</translation>
    </message>
    <message>
        <source>A file is not what its manifest says, so none was kept. Ask again; if it stays so, tell who runs the server.</source>
        <translation>有文件与清单不符，因此全部未保存。请重试；若仍如此，请告知服务器管理员。</translation>
    </message>
    <message>
        <source>A finding holds 1 to 200 cases.</source>
        <translation>一项发现可含 1 至 200 件案件。</translation>
    </message>
    <message>
        <source>A new version, threshold or SOP page is out.</source>
        <translation>新版本、新阈值或新 SOP 页面已上线。</translation>
    </message>
    <message>
        <source>A signal for each type and version of ROCA.</source>
        <translation>按案件类型和 ROCA 版本逐个统计。</translation>
    </message>
    <message>
        <source>A version is named in 120 characters at most, on one line.</source>
        <translation>版本名称最多 120 个字符，写在一行内。</translation>
    </message>
    <message>
        <source>Accepted, or somebody is at it.</source>
        <translation>已接受，或有人正在处理。</translation>
    </message>
    <message>
        <source>Against</source>
        <translation>对照</translation>
    </message>
    <message>
        <source>Against {version}, asked on {day} by {name}.</source>
        <translation>对照{version}，由 {name} 于 {day} 发起。</translation>
    </message>
    <message>
        <source>All judged</source>
        <translation>已全部评判</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>答复</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>已答复</translation>
    </message>
    <message>
        <source>As often bad as where it does not point there; 1 says nothing.</source>
        <translation>有问题的比例是未指向风险时的多少倍；1 表示毫无区分。</translation>
    </message>
    <message>
        <source>As often good as where it does not point there.</source>
        <translation>正常的比例是未指向安全时的多少倍。</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>重新询问</translation>
    </message>
    <message>
        <source>Ask for retraining</source>
        <translation>请求重新训练</translation>
    </message>
    <message>
        <source>Asked</source>
        <translation>请求时间</translation>
    </message>
    <message>
        <source>Asked. It waits until the model’s owner reads it here.</source>
        <translation>已请求，等待模型负责人在此查看。</translation>
    </message>
    <message>
        <source>Asked. Its answers come in by the intake; its figures may be read every day.</source>
        <translation>已发起。候选版本的回答经接入口送来；数字可以每天查看。</translation>
    </message>
    <message>
        <source>Asked. The service of the model’s owner is told.</source>
        <translation>已请求，并已通知模型负责人的服务。</translation>
    </message>
    <message>
        <source>Asked. The set goes into the folder of the model’s owner.</source>
        <translation>已请求，训练集将放入模型负责人的文件夹。</translation>
    </message>
    <message>
        <source>Asking the server …</source>
        <translation>正在询问服务器……</translation>
    </message>
    <message>
        <source>Audits</source>
        <translation>抽查</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>此前</translation>
    </message>
    <message>
        <source>Before and after on the same cases</source>
        <translation>相同案件的前后对比</translation>
    </message>
    <message>
        <source>Before and after, in figures</source>
        <translation>前后对比数字</translation>
    </message>
    <message>
        <source>Being sent …</source>
        <translation>正在发送…</translation>
    </message>
    <message>
        <source>Beside ROCA now</source>
        <translation>与现有 ROCA 相比</translation>
    </message>
    <message>
        <source>Beside each case stands which answer is the candidate’s. Whoever has seen that judges no more pairs of this run; pairs that you have judged go on counting.</source>
        <translation>每个案件旁都写明哪份是候选版本的回答。看过的人不再评判这次测试的推理对；您已评判的仍然计入。</translation>
    </message>
    <message>
        <source>Better founded</source>
        <translation>依据更充分</translation>
    </message>
    <message>
        <source>Better on the cases of the finding: the whole interval lies above zero.</source>
        <translation>在该发现的案件上有改善：整个区间都高于零。</translation>
    </message>
    <message>
        <source>Blue: this window. Grey: as many days before it.</source>
        <translation>蓝色：本时段。灰色：此前相同天数。</translation>
    </message>
    <message>
        <source>Both verdicts are as right or as wrong.</source>
        <translation>两个判定同对或同错。</translation>
    </message>
    <message>
        <source>Broken</source>
        <translation>改错</translation>
    </message>
    <message>
        <source>By</source>
        <translation>操作人</translation>
    </message>
    <message>
        <source>By the cases that came since.</source>
        <translation>依据此后进入的案件。</translation>
    </message>
    <message>
        <source>By the week in which the label came into force.</source>
        <translation>按标签生效所在的周统计。</translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation>字节</translation>
    </message>
    <message>
        <source>Candidate</source>
        <translation>候选版本</translation>
    </message>
    <message>
        <source>Candidates beside ROCA now</source>
        <translation>候选版本与现有 ROCA 对比</translation>
    </message>
    <message>
        <source>Candidates that answered it, the newest first</source>
        <translation>已作答的候选版本，最新的在前</translation>
    </message>
    <message>
        <source>Cannot be told</source>
        <translation>无法判断</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>案件</translation>
    </message>
    <message>
        <source>Case numbers, such as C-204817 C-204822</source>
        <translation>案件编号，如 C-204817 C-204822</translation>
    </message>
    <message>
        <source>Cases</source>
        <translation>案件</translation>
    </message>
    <message>
        <source>Cases a week</source>
        <translation>每周案件数</translation>
    </message>
    <message>
        <source>Cases behind it, the newest first</source>
        <translation>相关案件，最新在前</translation>
    </message>
    <message>
        <source>Cases of audits</source>
        <translation>抽查案件</translation>
    </message>
    <message>
        <source>Cases with a known answer have no label and are never in a set.</source>
        <translation>金标案件没有标签，绝不进入训练集。</translation>
    </message>
    <message>
        <source>Chance hardly explains it: fewer than one in a thousand such patterns is an accident.</source>
        <translation>几乎不可能是偶然：此类模式中属偶然的不到千分之一。</translation>
    </message>
    <message>
        <source>Chance?</source>
        <translation>偶然？</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>变更</translation>
    </message>
    <message>
        <source>Change the finding</source>
        <translation>变更发现</translation>
    </message>
    <message>
        <source>Choose the finding that takes the cases in.</source>
        <translation>请选择接收这些案件的发现。</translation>
    </message>
    <message>
        <source>Choose what came of it and write its number or name.</source>
        <translation>请选择结果，并填写其编号或名称。</translation>
    </message>
    <message>
        <source>Choose which of the two, or neither.</source>
        <translation>请选择两份中的一份，或不分高下。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列数</translation>
    </message>
    <message>
        <source>Columns of its tables</source>
        <translation>数据表的列</translation>
    </message>
    <message>
        <source>Comes to: {verdict}</source>
        <translation>得出：{verdict}</translation>
    </message>
    <message>
        <source>Conclude</source>
        <translation>结束</translation>
    </message>
    <message>
        <source>Conclude the run</source>
        <translation>结束测试</translation>
    </message>
    <message numerus="yes">
        <source>Concluded on {day} by {name}; %n people who marked steps were told.</source>
        <translation>
            <numerusform>由 {name} 于 {day} 结束；已告知标记过步骤的 %n 人。</numerusform>
        </translation>
    </message>
    <message>
        <source>Concluded. Whoever marked a step hears what became of it.</source>
        <translation>已结束。标记过步骤的人会得知结果。</translation>
    </message>
    <message>
        <source>Contribution in log-odds</source>
        <translation>贡献值（对数几率）</translation>
    </message>
    <message>
        <source>Contributions in log-odds</source>
        <translation>贡献值（对数几率）</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>成本</translation>
    </message>
    <message>
        <source>Decided</source>
        <translation>审结时间</translation>
    </message>
    <message>
        <source>Dictionary</source>
        <translation>词典</translation>
    </message>
    <message>
        <source>Drift</source>
        <translation>漂移</translation>
    </message>
    <message>
        <source>Each has become a finding for whoever owns it.</source>
        <translation>每个都已成为其负责人的一项发现。</translation>
    </message>
    <message>
        <source>Enter lays the next pair before you. What was preferred is told at the conclusion.</source>
        <translation>按 Enter 打开下一对。哪份更受认可，结束时公布。</translation>
    </message>
    <message>
        <source>Enter opens a case in Review; P picks it for a finding of its own.</source>
        <translation>按 Enter 在审核中打开案件；按 P 选中，以便另立发现。</translation>
    </message>
    <message>
        <source>Enter opens a run. Better or worse is said by the cases judged without a look alone.</source>
        <translation>按 Enter 打开一次测试。是好是差，只由盲审案件说明。</translation>
    </message>
    <message>
        <source>Enter opens a set: its manifest, the request to its model’s owner, what came of it.</source>
        <translation>按 Enter 打开训练集：清单、向模型负责人提出的请求及其结果。</translation>
    </message>
    <message>
        <source>Enter sends, Esc closes</source>
        <translation>Enter 发送，Esc 关闭</translation>
    </message>
    <message>
        <source>Enter sets both answers side by side; O opens the case in Review.</source>
        <translation>按 Enter 并排查看两份回答；按 O 在审核中打开案件。</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Every digest is right. The files are in {where}.</source>
        <translation>所有摘要均正确。文件保存在 {where}。</translation>
    </message>
    <message>
        <source>Every step marked wrong and every verdict found wrong until now, with as many cases that were judged without a look at ROCA’s answer.</source>
        <translation>至今所有被标错的步骤和被判错的案件，另加同样多的盲审案件（审核时未看 ROCA 的回答）。</translation>
    </message>
    <message>
        <source>Everybody whose reviews stand behind it hears of a new state. A dismissal says why.</source>
        <translation>相关审核的所有审核员都会获知新状态。驳回须说明原因。</translation>
    </message>
    <message>
        <source>Everything there is stands here.</source>
        <translation>已全部显示。</translation>
    </message>
    <message>
        <source>F takes them as files once each digest is right. Digest of all: {digest}</source>
        <translation>按 F 存为文件，须每个摘要均正确。总摘要：{digest}</translation>
    </message>
    <message>
        <source>Feedback</source>
        <translation>反馈</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Files may not leave this window: the house does not allow it now.</source>
        <translation>文件不得离开此窗口：目前不允许导出。</translation>
    </message>
    <message>
        <source>Finding</source>
        <translation>发现</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>发现</translation>
    </message>
    <message>
        <source>Findings are raised by those who decide cases.</source>
        <translation>发现由审结案件的人提出。</translation>
    </message>
    <message>
        <source>Findings to which your reviews belong.</source>
        <translation>与您的审核有关的发现。</translation>
    </message>
    <message>
        <source>Findings, the newest first</source>
        <translation>发现，最新在前</translation>
    </message>
    <message>
        <source>Fires</source>
        <translation>触发率</translation>
    </message>
    <message>
        <source>First is better</source>
        <translation>第一份更好</translation>
    </message>
    <message>
        <source>Fixed</source>
        <translation>改对</translation>
    </message>
    <message>
        <source>Freeze a version first: Ctrl+Enter.</source>
        <translation>请先固定一个版本：Ctrl+Enter。</translation>
    </message>
    <message>
        <source>Freeze it</source>
        <translation>固定</translation>
    </message>
    <message>
        <source>Freeze the next version</source>
        <translation>固定下一版本</translation>
    </message>
    <message>
        <source>Frozen</source>
        <translation>固定时间</translation>
    </message>
    <message>
        <source>Frozen with a manifest. The same name again makes its next version.</source>
        <translation>连同清单一起冻结。再次使用同一名称会生成下一版本。</translation>
    </message>
    <message>
        <source>Gained</source>
        <translation>改对</translation>
    </message>
    <message>
        <source>Go to its finding</source>
        <translation>转到对应发现</translation>
    </message>
    <message>
        <source>Go to the row of a finding that you raised first: it stands in the table beneath.</source>
        <translation>请先移到您提出的发现所在的行：在下方的表格中。</translation>
    </message>
    <message>
        <source>Gold</source>
        <translation>金标案件</translation>
    </message>
    <message>
        <source>Have a candidate answer</source>
        <translation>让候选版本作答</translation>
    </message>
    <message>
        <source>How far its contributions have shifted against the window before.</source>
        <translation>贡献值的分布与上一时段相比偏移了多少。</translation>
    </message>
    <message>
        <source>How it went out</source>
        <translation>发送方式</translation>
    </message>
    <message>
        <source>How its contributions are spread</source>
        <translation>贡献值的分布</translation>
    </message>
    <message>
        <source>How the regression set has grown</source>
        <translation>回归集的增长</translation>
    </message>
    <message>
        <source>In it: they stand for what ROCA decides alone.</source>
        <translation>包含在内：它们代表 ROCA 单独决定的案件。</translation>
    </message>
    <message>
        <source>In their words</source>
        <translation>对方说明</translation>
    </message>
    <message>
        <source>In truth</source>
        <translation>实际</translation>
    </message>
    <message>
        <source>Into</source>
        <translation>并入</translation>
    </message>
    <message>
        <source>It contributed to no case of this window.</source>
        <translation>本时段没有案件受其影响。</translation>
    </message>
    <message>
        <source>It counts at once and cannot be taken back.</source>
        <translation>立即生效，不能撤回。</translation>
    </message>
    <message>
        <source>It ends as dismissed, with your reason. Its cases stay as they are.</source>
        <translation>该发现将连同您的理由以“已驳回”结束，相关案件保持不变。</translation>
    </message>
    <message>
        <source>It fails no rule in this window.</source>
        <translation>本时段未违反任何规则。</translation>
    </message>
    <message>
        <source>It has not answered this case yet.</source>
        <translation>它还没有回答这个案件。</translation>
    </message>
    <message>
        <source>It is not open any more. Close this and open it again.</source>
        <translation>该发现已不再打开。请关闭后重新打开。</translation>
    </message>
    <message>
        <source>It is sent already and cannot be taken back.</source>
        <translation>已经发出，无法撤回。</translation>
    </message>
    <message>
        <source>It may be chance: {share} of patterns no more striking than this are accidents.</source>
        <translation>可能是偶然：显著程度不超过此项的模式中，{share} 属偶然。</translation>
    </message>
    <message>
        <source>It was mended once and has come back.</source>
        <translation>曾经改正，现又出现。</translation>
    </message>
    <message>
        <source>Its cases</source>
        <translation>案件</translation>
    </message>
    <message>
        <source>Its cases move there, and this one ends. Those who found it hear where it went.</source>
        <translation>其案件移至该发现，本发现结束。发现者会获知去向。</translation>
    </message>
    <message>
        <source>Its cases stand with another finding now.</source>
        <translation>其案件现已归入另一项发现。</translation>
    </message>
    <message>
        <source>Judge</source>
        <translation>评判</translation>
    </message>
    <message>
        <source>Judge a pair</source>
        <translation>评判一对</translation>
    </message>
    <message>
        <source>Judge with a reason</source>
        <translation>评判并说明理由</translation>
    </message>
    <message>
        <source>Judged</source>
        <translation>审核方式</translation>
    </message>
    <message>
        <source>Judged by you</source>
        <translation>您已评判</translation>
    </message>
    <message>
        <source>Kept; it goes out in 10 s.</source>
        <translation>已保存，10 秒后发出。</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>种类</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Label from</source>
        <translation>标签来源</translation>
    </message>
    <message>
        <source>Label revision</source>
        <translation>标签修订</translation>
    </message>
    <message>
        <source>Labelled</source>
        <translation>有标签</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>标签时段</translation>
    </message>
    <message>
        <source>Last said: “{reason}”</source>
        <translation>最近说明：“{reason}”</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>已排除</translation>
    </message>
    <message>
        <source>Lift</source>
        <translation>提升度</translation>
    </message>
    <message>
        <source>Lift: how much more often than usual a cause is blamed, with its 95 % interval. Enter opens a finding.</source>
        <translation>提升度：某原因被归因的频率是通常的多少倍，附 95% 区间。按 Enter 打开发现。</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>Look at the cases</source>
        <translation>查看案件</translation>
    </message>
    <message>
        <source>Looked: nothing recurs beyond chance, and no signal fails.</source>
        <translation>已查看：没有超出偶然的反复错误，也没有失效信号。</translation>
    </message>
    <message>
        <source>Looked: what holds in the window stands in the list.</source>
        <translation>已查看：本时段成立的发现已列出。</translation>
    </message>
    <message>
        <source>Lost</source>
        <translation>改错</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>创建日期</translation>
    </message>
    <message>
        <source>Made on {day} by {name}, of {types}.</source>
        <translation>{name} 创建于{day}，{types}。</translation>
    </message>
    <message>
        <source>Make a finding of its own</source>
        <translation>另立发现</translation>
    </message>
    <message>
        <source>Make a training set</source>
        <translation>创建训练集</translation>
    </message>
    <message>
        <source>Make it</source>
        <translation>创建</translation>
    </message>
    <message>
        <source>Mark all as read</source>
        <translation>全部标为已读</translation>
    </message>
    <message>
        <source>Marked as</source>
        <translation>标记为</translation>
    </message>
    <message>
        <source>Meaning</source>
        <translation>含义</translation>
    </message>
    <message>
        <source>Mended</source>
        <translation>已改正</translation>
    </message>
    <message>
        <source>Mended, by the cases that came since.</source>
        <translation>已改正，依据此后进入的案件。</translation>
    </message>
    <message>
        <source>Mended, of those told</source>
        <translation>可判断者中已改正</translation>
    </message>
    <message>
        <source>Merge</source>
        <translation>合并</translation>
    </message>
    <message>
        <source>Merge into another finding</source>
        <translation>并入另一项发现</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>缺失</translation>
    </message>
    <message>
        <source>Model version</source>
        <translation>模型版本</translation>
    </message>
    <message>
        <source>Model version, as its owner names it</source>
        <translation>模型版本，按负责人的命名</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Name it</source>
        <translation>命名</translation>
    </message>
    <message>
        <source>Name the finding</source>
        <translation>命名发现</translation>
    </message>
    <message>
        <source>Name the set.</source>
        <translation>请填写训练集名称。</translation>
    </message>
    <message>
        <source>Name the version of the model.</source>
        <translation>请写明模型版本。</translation>
    </message>
    <message>
        <source>Name, such as the signal and the year</source>
        <translation>名称，如信号和年份</translation>
    </message>
    <message>
        <source>Neither</source>
        <translation>不分高下</translation>
    </message>
    <message>
        <source>New training set</source>
        <translation>新建训练集</translation>
    </message>
    <message>
        <source>New version</source>
        <translation>新版本</translation>
    </message>
    <message>
        <source>Newest kept apart to test on</source>
        <translation>留作测试的最新案件</translation>
    </message>
    <message>
        <source>News</source>
        <translation>进展</translation>
    </message>
    <message>
        <source>No candidate has been asked yet. N has one answer the set.</source>
        <translation>还没有让任何候选版本作答。按 N 让一个版本回答这个集。</translation>
    </message>
    <message>
        <source>No candidate is being judged now. Once one answers the set, its pairs stand here.</source>
        <translation>现在没有需要评判的候选版本。有版本作答后，推理对会出现在这里。</translation>
    </message>
    <message>
        <source>No case of it in the weeks that are counted.</source>
        <translation>统计的各周内没有相关案件。</translation>
    </message>
    <message>
        <source>No case of this kind. W chooses others.</source>
        <translation>没有这类案件。按 W 选择其他。</translation>
    </message>
    <message>
        <source>No case of this time has signals yet. What comes in is summed within the hour.</source>
        <translation>此时段尚无带信号的案件。新案件会在一小时内汇总。</translation>
    </message>
    <message>
        <source>No case stands behind it that a set could be made of.</source>
        <translation>没有可用于创建训练集的相关案件。</translation>
    </message>
    <message>
        <source>No case stands behind it that you may see now.</source>
        <translation>目前没有您可查看的相关案件。</translation>
    </message>
    <message>
        <source>No case with a marked step is answered yet.</source>
        <translation>含标错步骤的案件还没有被回答。</translation>
    </message>
    <message>
        <source>No finding of this kind. Choose another state or type above.</source>
        <translation>没有此类发现。请在上方选择其他状态或类型。</translation>
    </message>
    <message>
        <source>No news yet. Root cause, marked steps and what was missing, as you give them with a decision, are counted with those of others; once something recurs, and whenever something comes of it, it stands here.</source>
        <translation>尚无进展。您随结论填写的根因、标记的步骤和缺失项会与他人的一并统计；一旦反复出现，或有了结果，都会列在这里。</translation>
    </message>
    <message>
        <source>No pair is left for you: you have judged them all, or what is left you decided yourself. What was preferred is told once the run is concluded.</source>
        <translation>没有留给您的推理对了：您已全部评判，或余下的案件由您本人审核过。哪份更受认可，测试结束时公布。</translation>
    </message>
    <message>
        <source>No route is suggested: {reason}.</source>
        <translation>未建议反馈路径：{reason}。</translation>
    </message>
    <message>
        <source>No rule says anything below {n} cases.</source>
        <translation>少于 {n} 件案件时，任何规则都不作判断。</translation>
    </message>
    <message>
        <source>No set is made yet. N makes one by filter; on a finding of route A, A makes one of its cases. A set is frozen: what it was trained from can be shown for good.</source>
        <translation>尚无训练集。按 N 按条件创建；在反馈路径为 A 的发现上按 A，用其案件创建。训练集会被冻结：训练依据可永久查证。</translation>
    </message>
    <message>
        <source>No step is marked wrong in it.</source>
        <translation>其中没有被标错的步骤。</translation>
    </message>
    <message>
        <source>No such case in this window.</source>
        <translation>本时段没有这样的案件。</translation>
    </message>
    <message>
        <source>No sum of money: no type says what is at stake in a way that adds up.</source>
        <translation>没有金额：没有案件类型以可相加的方式标明涉及金额。</translation>
    </message>
    <message>
        <source>No version is frozen yet. Every step that a reviewer marks wrong becomes a test of ROCA once a version is frozen.</source>
        <translation>还没有固定版本。固定后，审核员标错的每个步骤都成为对 ROCA 的测试。</translation>
    </message>
    <message>
        <source>Nobody has asked the model’s owner to train from it yet.</source>
        <translation>尚未有人请求模型负责人用它训练。</translation>
    </message>
    <message>
        <source>Nobody has said what they mean or who owns them.</source>
        <translation>尚无人说明其含义或负责人。</translation>
    </message>
    <message>
        <source>Nobody has taken them on yet.</source>
        <translation>尚无人受理。</translation>
    </message>
    <message>
        <source>None of the cases judged without a look at ROCA’s answer is answered yet. The other cases were chosen because ROCA was wrong there, so that they prove nothing.</source>
        <translation>盲审案件还没有一个被回答。其余案件是因为 ROCA 出错才选入的，不能证明什么。</translation>
    </message>
    <message>
        <source>Not in it.</source>
        <translation>不包含。</translation>
    </message>
    <message>
        <source>Not yet known: the interval of the change holds zero.</source>
        <translation>尚不可知：变化的区间包含零。</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Nothing has changed since the last version, so that it stays the newest.</source>
        <translation>上一版本之后没有变化，它仍是最新版本。</translation>
    </message>
    <message>
        <source>Nothing is changed yet.</source>
        <translation>尚无任何改动。</translation>
    </message>
    <message>
        <source>Nothing was found yet. Once at least five labelled cases of a type share a cause beyond chance, that stands here; whoever decides cases can raise what they see themselves.</source>
        <translation>尚无发现。一旦同一类型至少五件有标签的案件出现超出偶然的共同原因，就会列在这里；审结案件的人也可自行提出所见问题。</translation>
    </message>
    <message>
        <source>Nothing yet. N raises a finding over cases that you have decided.</source>
        <translation>暂无。按 N 就您审结的案件提出发现。</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>当前</translation>
    </message>
    <message>
        <source>Number or name of the set, proposal, draft or session</source>
        <translation>训练集、提议、草稿或校准会的编号或名称</translation>
    </message>
    <message>
        <source>Number or name of what came of it</source>
        <translation>结果的编号或名称</translation>
    </message>
    <message>
        <source>Of</source>
        <translation>所属</translation>
    </message>
    <message numerus="yes">
        <source>Of %n pairs the candidate’s reasoning was found better in {candidate}, ROCA’s present one in {present}, neither in {neither}; p {p} by the exact sign test, e-value {e}.</source>
        <translation>
            <numerusform>共 %n 对：候选版本的推理更好 {candidate} 对，ROCA 现有的更好 {present} 对，不分高下 {neither} 对；精确符号检验 p {p}，e 值 {e}。</numerusform>
        </translation>
    </message>
    <message>
        <source>Of all cases that came in: it weighs {n} log-odds or more.</source>
        <translation>占全部进入案件的比例：其权重达 {n} 对数几率或以上。</translation>
    </message>
    <message>
        <source>Of labelled cases in which it points to risk, so many were bad.</source>
        <translation>在它指向风险的有标签案件中，确有问题的比例。</translation>
    </message>
    <message>
        <source>Of labelled cases in which it points to safety, so many were good.</source>
        <translation>在它指向安全的有标签案件中，确为正常的比例。</translation>
    </message>
    <message>
        <source>Of patterns this striking, at most {share} are accidents.</source>
        <translation>如此显著的模式中，至多 {share} 属偶然。</translation>
    </message>
    <message>
        <source>Of the cases that list it.</source>
        <translation>占列出该信号的案件的比例。</translation>
    </message>
    <message>
        <source>Of which kind</source>
        <translation>种类</translation>
    </message>
    <message>
        <source>On the cases judged without a look at ROCA’s answer it is right more often than ROCA now, and the evidence is strong enough to say so.</source>
        <translation>在盲审案件上，它比现有 ROCA 更常判对，证据足以这样说。</translation>
    </message>
    <message>
        <source>On the cases judged without a look at ROCA’s answer it is wrong more often than ROCA now. It should not go into force.</source>
        <translation>在盲审案件上，它比现有 ROCA 更常判错，不应启用。</translation>
    </message>
    <message>
        <source>Only {n} cases are answered.</source>
        <translation>只回答了 {n} 个案件。</translation>
    </message>
    <message>
        <source>Open in Review</source>
        <translation>在审核中打开</translation>
    </message>
    <message>
        <source>Over decided cases of one type. Whoever can mend it reads it; you hear what becomes of it.</source>
        <translation>针对同一类型的已审结案件。能改正它的人会看到；您会获知进展。</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>负责人</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>时段</translation>
    </message>
    <message>
        <source>Pick the cases first: P on their rows.</source>
        <translation>请先选中案件：在行上按 P。</translation>
    </message>
    <message>
        <source>Prompt version</source>
        <translation>提示词版本</translation>
    </message>
    <message>
        <source>Prompt version; may stay empty</source>
        <translation>提示词版本；可以留空</translation>
    </message>
    <message>
        <source>ROCA now</source>
        <translation>现有 ROCA</translation>
    </message>
    <message>
        <source>ROCA now → candidate</source>
        <translation>现有 ROCA → 候选版本</translation>
    </message>
    <message>
        <source>ROCA was wrong</source>
        <translation>ROCA 曾判错</translation>
    </message>
    <message>
        <source>Raise</source>
        <translation>提出</translation>
    </message>
    <message>
        <source>Raise a finding</source>
        <translation>提出发现</translation>
    </message>
    <message>
        <source>Raised</source>
        <translation>提出时间</translation>
    </message>
    <message>
        <source>Raised by hand: nothing was counted, so no interval can be told.</source>
        <translation>人工提出：未作统计，因此没有区间。</translation>
    </message>
    <message>
        <source>Raised by {name}.</source>
        <translation>由{name}提出。</translation>
    </message>
    <message>
        <source>Rationale</source>
        <translation>审核理由</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Repeated</source>
        <translation>重犯</translation>
    </message>
    <message>
        <source>Requests to the model’s owner</source>
        <translation>向模型负责人提出的请求</translation>
    </message>
    <message>
        <source>Retraining</source>
        <translation>重新训练</translation>
    </message>
    <message>
        <source>Right after</source>
        <translation>之后正确</translation>
    </message>
    <message>
        <source>Right before</source>
        <translation>之前正确</translation>
    </message>
    <message>
        <source>Right before and after</source>
        <translation>前后判对的占比</translation>
    </message>
    <message>
        <source>Risk score</source>
        <translation>风险评分</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>反馈路径</translation>
    </message>
    <message>
        <source>Route {route}.</source>
        <translation>反馈路径：{route}。</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行数</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>SOP editors</source>
        <translation>SOP 编辑</translation>
    </message>
    <message>
        <source>Save the chart</source>
        <translation>保存图表</translation>
    </message>
    <message>
        <source>Saved as picture, vectors and table: {where}</source>
        <translation>已存为图片、矢量图和表格：{where}</translation>
    </message>
    <message>
        <source>Say in a sentence what goes wrong.</source>
        <translation>请用一句话说明哪里出错。</translation>
    </message>
    <message numerus="yes">
        <source>Schema {schema}; %n signals; labels in force up to number {n}.</source>
        <translation>
            <numerusform>数据结构 {schema}；%n 个信号；生效标签截至第 {n} 号。</numerusform>
        </translation>
    </message>
    <message>
        <source>Second is better</source>
        <translation>第二份更好</translation>
    </message>
    <message>
        <source>Set</source>
        <translation>训练集</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>占比</translation>
    </message>
    <message>
        <source>Signal</source>
        <translation>信号</translation>
    </message>
    <message>
        <source>Signal health</source>
        <translation>信号健康</translation>
    </message>
    <message>
        <source>Signals, the failing ones first</source>
        <translation>信号，失效的在前</translation>
    </message>
    <message>
        <source>Single cases show which answer is the candidate’s, so that they are kept back from whoever may judge pairs of this run. C looks at them; you then judge no more pairs of it.</source>
        <translation>单个案件会写明哪份是候选版本的回答，因此对可能评判这次测试推理对的人保留。按 C 查看；之后您不再评判这次测试的推理对。</translation>
    </message>
    <message>
        <source>Somebody has taken it up or settled it: it is not yours to change any more.</source>
        <translation>已有人受理或处理完毕，您不能再更改。</translation>
    </message>
    <message>
        <source>Split off</source>
        <translation>另立</translation>
    </message>
    <message numerus="yes">
        <source>Split off %n cases</source>
        <translation>
            <numerusform>另立 %n 件案件</numerusform>
        </translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>Steps that were marked wrong</source>
        <translation>被标错的步骤</translation>
    </message>
    <message>
        <source>Suggested because: {reason}.</source>
        <translation>建议依据：{reason}。</translation>
    </message>
    <message>
        <source>Tab goes on, Enter sends, Esc closes</source>
        <translation>Tab 前进，Enter 发送，Esc 关闭</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>Take it back</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>Take the files</source>
        <translation>下载文件</translation>
    </message>
    <message>
        <source>Take the finding back</source>
        <translation>撤回该发现</translation>
    </message>
    <message>
        <source>Taken back. Nothing was sent.</source>
        <translation>已撤回，没有发出任何内容。</translation>
    </message>
    <message>
        <source>Taking the files checks each of them against it.</source>
        <translation>下载时会据此逐个核对文件。</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>Tests of ROCA</source>
        <translation>ROCA 测试</translation>
    </message>
    <message>
        <source>The candidate</source>
        <translation>候选版本</translation>
    </message>
    <message>
        <source>The candidate has not answered this case yet.</source>
        <translation>候选版本还没有回答这个案件。</translation>
    </message>
    <message>
        <source>The candidate’s verdict is right, ROCA’s was wrong.</source>
        <translation>候选版本判对，ROCA 原先判错。</translation>
    </message>
    <message>
        <source>The candidate’s verdict is wrong, ROCA’s was right.</source>
        <translation>候选版本判错，ROCA 原先判对。</translation>
    </message>
    <message>
        <source>The case is not kept at this seat and the server cannot be reached. What is known of it stands in the table.</source>
        <translation>案件未存于本机，且无法连接服务器。已知内容见表格。</translation>
    </message>
    <message>
        <source>The cases judged without a look at ROCA’s answer show neither a gain nor a loss. That is no proof that both are alike: more answers may still tell.</source>
        <translation>盲审案件既没有显出变好，也没有显出变差。这不证明两者相同：更多回答仍可能分出高下。</translation>
    </message>
    <message>
        <source>The cases of this finding are in it whatever else is chosen; the rest are of its type.</source>
        <translation>无论如何选择，此发现的案件都会包含在内；其余为同类型案件。</translation>
    </message>
    <message>
        <source>The cases stand open. You judge no more pairs of this run.</source>
        <translation>案件已可查看。您不再评判这次测试的推理对。</translation>
    </message>
    <message>
        <source>The dictionary does not have this signal.</source>
        <translation>词典中没有此信号。</translation>
    </message>
    <message>
        <source>The figures stay as they are now, no more pairs are judged, and everybody who marked a step hears what became of it.</source>
        <translation>数字就此固定，不再评判推理对，每位标记过步骤的人都会得知结果。</translation>
    </message>
    <message>
        <source>The files are being fetched and checked …</source>
        <translation>正在下载并核对文件……</translation>
    </message>
    <message>
        <source>The files could not be written. Nothing else is changed.</source>
        <translation>文件无法写入，其他内容没有变化。</translation>
    </message>
    <message>
        <source>The first</source>
        <translation>第一份</translation>
    </message>
    <message>
        <source>The name is too long: 80 characters at most.</source>
        <translation>名称过长：最多 80 个字符。</translation>
    </message>
    <message>
        <source>The new version has not answered any of these cases yet. Its assessments come in by the intake.</source>
        <translation>新版本尚未答复这些案件。其评估由接入接口送达。</translation>
    </message>
    <message>
        <source>The next version is frozen.</source>
        <translation>下一版本已固定。</translation>
    </message>
    <message>
        <source>The regression set is kept by leads and the model’s owner.</source>
        <translation>回归集由组长和模型负责人维护。</translation>
    </message>
    <message>
        <source>The second</source>
        <translation>第二份</translation>
    </message>
    <message>
        <source>The server cannot be reached, and this was not looked at before. {key} asks again. Your news are here without it, and findings that you raise wait and go out by themselves.</source>
        <translation>无法连接服务器，此前也未查看过此页。按 {key} 重试。您的进展无需服务器即可查看，您提出的发现会等待并自动发出。</translation>
    </message>
    <message>
        <source>The server cannot be reached, so that nothing was counted. Judge again once it can.</source>
        <translation>连不上服务器，没有计入。恢复后请再评判。</translation>
    </message>
    <message>
        <source>The server cannot be reached. This is what it said at {time}.</source>
        <translation>无法连接服务器。以下为 {time} 的内容。</translation>
    </message>
    <message>
        <source>The server did not answer as it should. This is what it said at {time}.</source>
        <translation>服务器答复异常。以下为 {time} 的内容。</translation>
    </message>
    <message>
        <source>The server has no such case that you may see.</source>
        <translation>服务器上没有您可查看的这一案件。</translation>
    </message>
    <message>
        <source>The service of the model’s owner is told which cases they are, and not what is right. Its answers change no decision.</source>
        <translation>模型负责人的服务得知是哪些案件，但不知道正确答案。它的回答不改变任何决定。</translation>
    </message>
    <message>
        <source>The set goes to the model’s owner. The new version is judged by its own word on the same cases.</source>
        <translation>训练集将交给模型负责人。新版本以其对相同案件的判定来评价。</translation>
    </message>
    <message>
        <source>The set is frozen. Where nothing had changed, it is the version before.</source>
        <translation>训练集已冻结。若没有变化，则沿用上一版本。</translation>
    </message>
    <message>
        <source>There is no other finding of this type that is still open.</source>
        <translation>没有同类型的其他未结发现。</translation>
    </message>
    <message>
        <source>There is no window before to hold it against.</source>
        <translation>没有可供对比的上一时段。</translation>
    </message>
    <message>
        <source>There is nothing to show yet.</source>
        <translation>暂无可显示的内容。</translation>
    </message>
    <message>
        <source>These are not all case numbers. They look like C-204817.</source>
        <translation>其中有的不是案件编号。编号形如 C-204817。</translation>
    </message>
    <message>
        <source>These are the first {n} of {all}; H shows more.</source>
        <translation>这是 {all} 件中的前 {n} 件；按 H 显示更多。</translation>
    </message>
    <message numerus="yes">
        <source>These are the newest %n; H shows more.</source>
        <translation>
            <numerusform>以上为最新的 %n 项；按 H 显示更多。</numerusform>
        </translation>
    </message>
    <message>
        <source>This finding has ended, so that nothing of it changes any more.</source>
        <translation>该发现已结束，不能再变更。</translation>
    </message>
    <message>
        <source>This run is concluded already: its figures stay as they are.</source>
        <translation>这次测试已结束：数字不再变化。</translation>
    </message>
    <message>
        <source>To what you found</source>
        <translation>您的发现</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Training sets</source>
        <translation>训练集</translation>
    </message>
    <message>
        <source>Training sets are made by leads and the model’s owner.</source>
        <translation>训练集由组长和模型负责人创建。</translation>
    </message>
    <message>
        <source>Training sets, the newest first</source>
        <translation>训练集，最新在前</translation>
    </message>
    <message>
        <source>Two reasonings to judge without knowing whose they are</source>
        <translation>待盲评的推理对</translation>
    </message>
    <message>
        <source>Two reasonings, judged blind</source>
        <translation>推理对盲评</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Version and cases</source>
        <translation>版本与案件</translation>
    </message>
    <message>
        <source>Week from</source>
        <translation>周起始日</translation>
    </message>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>What became of it</source>
        <translation>处理经过</translation>
    </message>
    <message>
        <source>What became of what you found, the newest first</source>
        <translation>您的发现的进展，最新在前</translation>
    </message>
    <message>
        <source>What came of it</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>What came of it: {kind} {ref}.</source>
        <translation>结果：{kind} {ref}。</translation>
    </message>
    <message>
        <source>What goes wrong in these cases, in a sentence</source>
        <translation>用一句话说明这些案件哪里出错</translation>
    </message>
    <message>
        <source>What goes wrong, in a sentence</source>
        <translation>用一句话说明哪里出错</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>进展</translation>
    </message>
    <message>
        <source>What is in it, and what is not</source>
        <translation>包含与不包含的内容</translation>
    </message>
    <message>
        <source>What it is</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>What the owner should know; may stay empty</source>
        <translation>负责人需要知道的内容，可留空</translation>
    </message>
    <message>
        <source>What was marked, in the newest version</source>
        <translation>最新版本中标记了什么</translation>
    </message>
    <message>
        <source>What you raised by hand</source>
        <translation>您提出的发现</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Which</source>
        <translation>哪一种</translation>
    </message>
    <message>
        <source>Which cases</source>
        <translation>哪些案件</translation>
    </message>
    <message>
        <source>Which findings</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Which reasoning is better founded?</source>
        <translation>哪份推理依据更充分？</translation>
    </message>
    <message>
        <source>While a finding is open, E words it otherwise and B takes it back; Tab leads from table to table.</source>
        <translation>发现待处理时，E 修改措辞，B 撤回；Tab 在表格之间切换。</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>人员</translation>
    </message>
    <message>
        <source>Who acts: {owner}.</source>
        <translation>处理方：{owner}。</translation>
    </message>
    <message>
        <source>Whoever owns it has a finding about it.</source>
        <translation>其负责人已收到相应发现。</translation>
    </message>
    <message>
        <source>Whoever raised it takes it back. This one you did not raise.</source>
        <translation>只有提出人可以撤回，这一项不是您提出的。</translation>
    </message>
    <message>
        <source>Why it is none after all</source>
        <translation>说明为何其实不成立</translation>
    </message>
    <message>
        <source>Why they are one and the same</source>
        <translation>为何是同一问题</translation>
    </message>
    <message>
        <source>Why, in a sentence; may stay empty</source>
        <translation>一句话说明原因；可以留空</translation>
    </message>
    <message>
        <source>Why: those who found it read this</source>
        <translation>原因：发现者会看到</translation>
    </message>
    <message numerus="yes">
        <source>Withheld: %n pairs were judged, and fewer than {need} could show nothing.</source>
        <translation>
            <numerusform>不公布：只评判了 %n 对，不足 {need} 对说明不了什么。</numerusform>
        </translation>
    </message>
    <message>
        <source>Without a look</source>
        <translation>盲审</translation>
    </message>
    <message>
        <source>Word it otherwise</source>
        <translation>修改措辞</translation>
    </message>
    <message>
        <source>Worse in: {types}.</source>
        <translation>更差的类型：{types}。</translation>
    </message>
    <message>
        <source>Worse on the cases of the finding: the whole interval lies below zero.</source>
        <translation>在该发现的案件上变差：整个区间都低于零。</translation>
    </message>
    <message>
        <source>Worse than ROCA now: {names}. Nothing of it should go into force.</source>
        <translation>比现有 ROCA 更差：{names}。不应启用。</translation>
    </message>
    <message>
        <source>Write the number of at least one case, such as C-204817.</source>
        <translation>请至少填写一个案件编号，如 C-204817。</translation>
    </message>
    <message>
        <source>Write why: those who found it read it.</source>
        <translation>请写明原因：发现者会看到。</translation>
    </message>
    <message>
        <source>Wrong</source>
        <translation>判错</translation>
    </message>
    <message>
        <source>You hear what becomes of it.</source>
        <translation>您会获知进展。</translation>
    </message>
    <message>
        <source>You may read findings; leads and owners change them.</source>
        <translation>您可以查看发现；由组长和负责人变更。</translation>
    </message>
    <message>
        <source>You raised it.</source>
        <translation>由您提出。</translation>
    </message>
    <message>
        <source>Your cases</source>
        <translation>您的案件</translation>
    </message>
    <message>
        <source>Your latest cases in it: {cases}. O opens the first.</source>
        <translation>其中您最近的案件：{cases}。按 O 打开第一件。</translation>
    </message>
    <message>
        <source>a calibration session</source>
        <translation>校准会</translation>
    </message>
    <message>
        <source>a candidate was tested</source>
        <translation>候选版本已测试</translation>
    </message>
    <message>
        <source>a change is out</source>
        <translation>变更已上线</translation>
    </message>
    <message>
        <source>a dispute</source>
        <translation>申诉</translation>
    </message>
    <message>
        <source>a review</source>
        <translation>审核</translation>
    </message>
    <message>
        <source>a second decision after the reveal</source>
        <translation>揭示后的再次决定</translation>
    </message>
    <message>
        <source>a step was wrong, the verdict right</source>
        <translation>步骤有错，判定正确</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>已接受</translation>
    </message>
    <message>
        <source>active time of these reviews</source>
        <translation>这些审核的有效处理时长</translation>
    </message>
    <message>
        <source>after</source>
        <translation>之后</translation>
    </message>
    <message>
        <source>all cases</source>
        <translation>全部案件</translation>
    </message>
    <message>
        <source>all of it is to train from</source>
        <translation>全部用于训练</translation>
    </message>
    <message>
        <source>all of them</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>an adjudication</source>
        <translation>仲裁</translation>
    </message>
    <message>
        <source>an audit of what ROCA decided alone</source>
        <translation>对 ROCA 单独决定的抽查</translation>
    </message>
    <message>
        <source>an error repeated</source>
        <translation>重犯错误</translation>
    </message>
    <message>
        <source>an item each</source>
        <translation>各成一项</translation>
    </message>
    <message>
        <source>another name</source>
        <translation>更改名称</translation>
    </message>
    <message>
        <source>another owner</source>
        <translation>更换负责人</translation>
    </message>
    <message>
        <source>as it is</source>
        <translation>当前</translation>
    </message>
    <message>
        <source>as of {time}</source>
        <translation>截至 {time}</translation>
    </message>
    <message>
        <source>as often as usual</source>
        <translation>相对通常频率</translation>
    </message>
    <message>
        <source>as right or as wrong as before</source>
        <translation>与之前同对或同错</translation>
    </message>
    <message>
        <source>asked, no answer yet</source>
        <translation>已请求，待答复</translation>
    </message>
    <message>
        <source>before</source>
        <translation>之前</translation>
    </message>
    <message>
        <source>being worked on</source>
        <translation>处理中</translation>
    </message>
    <message>
        <source>below {edge}</source>
        <translation>低于 {edge}</translation>
    </message>
    <message>
        <source>better</source>
        <translation>更好</translation>
    </message>
    <message>
        <source>beyond chance</source>
        <translation>超出偶然</translation>
    </message>
    <message>
        <source>beyond what a set may hold</source>
        <translation>超出训练集容量</translation>
    </message>
    <message>
        <source>broken</source>
        <translation>改错</translation>
    </message>
    <message>
        <source>by assessments that come in beside ROCA’s own</source>
        <translation>由与 ROCA 并行送来的评估回答</translation>
    </message>
    <message>
        <source>calibration session</source>
        <translation>校准会</translation>
    </message>
    <message>
        <source>cannot be told</source>
        <translation>无法判断</translation>
    </message>
    <message>
        <source>case type</source>
        <translation>案件类型</translation>
    </message>
    <message>
        <source>cases</source>
        <translation>案件</translation>
    </message>
    <message>
        <source>cases answered</source>
        <translation>已回答的案件</translation>
    </message>
    <message>
        <source>cases behind it</source>
        <translation>相关案件</translation>
    </message>
    <message>
        <source>cases in the window</source>
        <translation>时段内案件</translation>
    </message>
    <message>
        <source>cases judged without a look</source>
        <translation>盲审案件</translation>
    </message>
    <message>
        <source>cases of audits, which were not wanted</source>
        <translation>抽查案件（未选）</translation>
    </message>
    <message>
        <source>cases of the finding</source>
        <translation>该发现的案件</translation>
    </message>
    <message>
        <source>cases to test on</source>
        <translation>测试案件</translation>
    </message>
    <message>
        <source>cases to train from</source>
        <translation>训练案件</translation>
    </message>
    <message>
        <source>cases with a wrong verdict</source>
        <translation>判错的案件</translation>
    </message>
    <message>
        <source>chance alone reaches {value}</source>
        <translation>仅偶然可达 {value}</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>已变更</translation>
    </message>
    <message>
        <source>concluded</source>
        <translation>已结束</translation>
    </message>
    <message>
        <source>data team</source>
        <translation>数据团队</translation>
    </message>
    <message>
        <source>decided before {time}</source>
        <translation>{time} 前审结</translation>
    </message>
    <message>
        <source>decided from then on</source>
        <translation>此后审结</translation>
    </message>
    <message>
        <source>digest (SHA-256)</source>
        <translation>摘要（SHA-256）</translation>
    </message>
    <message>
        <source>dismissed</source>
        <translation>已驳回</translation>
    </message>
    <message>
        <source>draft of an SOP page</source>
        <translation>SOP 页面草稿</translation>
    </message>
    <message>
        <source>drift (PSI)</source>
        <translation>漂移（PSI）</translation>
    </message>
    <message>
        <source>e-value</source>
        <translation>e 值</translation>
    </message>
    <message>
        <source>each a test that a candidate repeats or mends</source>
        <translation>每个都是一项测试：候选版本重犯或改正</translation>
    </message>
    <message>
        <source>error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>every type</source>
        <translation>全部类型</translation>
    </message>
    <message>
        <source>evidence: {ids}</source>
        <translation>证据：{ids}</translation>
    </message>
    <message>
        <source>fail a rule</source>
        <translation>违反规则</translation>
    </message>
    <message>
        <source>failing signal</source>
        <translation>失效信号</translation>
    </message>
    <message>
        <source>fails</source>
        <translation>未通过</translation>
    </message>
    <message>
        <source>fails no rule</source>
        <translation>未违反规则</translation>
    </message>
    <message>
        <source>fires</source>
        <translation>触发率</translation>
    </message>
    <message>
        <source>fixed</source>
        <translation>改对</translation>
    </message>
    <message>
        <source>fixed or broken</source>
        <translation>改对或改错</translation>
    </message>
    <message>
        <source>found to recur</source>
        <translation>发现反复出现</translation>
    </message>
    <message>
        <source>from {edge}</source>
        <translation>{edge} 起</translation>
    </message>
    <message>
        <source>frozen on {day} by {name}, {type}</source>
        <translation>由 {name} 于 {day} 固定，{type}</translation>
    </message>
    <message>
        <source>goes out within minutes</source>
        <translation>数分钟内发出</translation>
    </message>
    <message>
        <source>grew by new cases</source>
        <translation>新增案件</translation>
    </message>
    <message>
        <source>hardly chance</source>
        <translation>几乎不可能是偶然</translation>
    </message>
    <message>
        <source>in any state</source>
        <translation>全部状态</translation>
    </message>
    <message>
        <source>in it</source>
        <translation>包含</translation>
    </message>
    <message>
        <source>in work</source>
        <translation>处理中</translation>
    </message>
    <message>
        <source>judged without a look</source>
        <translation>盲审案件</translation>
    </message>
    <message>
        <source>judged without a look at ROCA’s answer</source>
        <translation>盲审（未看 ROCA 的回答）</translation>
    </message>
    <message>
        <source>kept no longer</source>
        <translation>已不再保留</translation>
    </message>
    <message>
        <source>label changed since</source>
        <translation>标签已变</translation>
    </message>
    <message>
        <source>laid into the folder of the model’s owner</source>
        <translation>已放入模型负责人的文件夹</translation>
    </message>
    <message numerus="yes">
        <source>last %n days</source>
        <translation>
            <numerusform>最近 %n 天</numerusform>
        </translation>
    </message>
    <message>
        <source>leave it open</source>
        <translation>暂不指定</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>不包含</translation>
    </message>
    <message>
        <source>lift, pointing to risk</source>
        <translation>提升度（指向风险）</translation>
    </message>
    <message>
        <source>lift, pointing to safety</source>
        <translation>提升度（指向安全）</translation>
    </message>
    <message>
        <source>looked at</source>
        <translation>已查看</translation>
    </message>
    <message>
        <source>marked: {kind}</source>
        <translation>标记：{kind}</translation>
    </message>
    <message>
        <source>may be chance</source>
        <translation>可能是偶然</translation>
    </message>
    <message>
        <source>mended</source>
        <translation>已改正</translation>
    </message>
    <message>
        <source>merged into another</source>
        <translation>已并入其他发现</translation>
    </message>
    <message>
        <source>model team</source>
        <translation>模型团队</translation>
    </message>
    <message>
        <source>more than usual</source>
        <translation>高于通常</translation>
    </message>
    <message>
        <source>n {n}, version {version}</source>
        <translation>n {n}，版本 {version}</translation>
    </message>
    <message>
        <source>nearly all of it is one person’s labels: look at it together first</source>
        <translation>标签几乎全部来自一人，请先共同查看</translation>
    </message>
    <message>
        <source>neither</source>
        <translation>不分高下</translation>
    </message>
    <message>
        <source>new</source>
        <translation>新</translation>
    </message>
    <message>
        <source>new or changed</source>
        <translation>新增或有变</translation>
    </message>
    <message>
        <source>newest version</source>
        <translation>最新版本</translation>
    </message>
    <message>
        <source>no case judged without a look is answered yet</source>
        <translation>盲审案件尚无回答</translation>
    </message>
    <message>
        <source>no case to hold it against</source>
        <translation>没有可供对比的案件</translation>
    </message>
    <message>
        <source>no clause</source>
        <translation>无条款</translation>
    </message>
    <message>
        <source>no difference shown</source>
        <translation>未显出差别</translation>
    </message>
    <message>
        <source>no evidence named</source>
        <translation>未列证据</translation>
    </message>
    <message>
        <source>no kind of error said</source>
        <translation>未说明错误类别</translation>
    </message>
    <message>
        <source>no root cause named</source>
        <translation>未写根因</translation>
    </message>
    <message>
        <source>nobody yet</source>
        <translation>尚无人</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>none kept apart</source>
        <translation>未留出</translation>
    </message>
    <message numerus="yes">
        <source>none of %n cases answered yet</source>
        <translation>
            <numerusform>%n 件案件均未答复</numerusform>
        </translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>暂无</translation>
    </message>
    <message>
        <source>not answered</source>
        <translation>未回答</translation>
    </message>
    <message>
        <source>not asked yet</source>
        <translation>尚未请求</translation>
    </message>
    <message>
        <source>not in the dictionary</source>
        <translation>不在词典中</translation>
    </message>
    <message>
        <source>not in the other</source>
        <translation>另一份没有</translation>
    </message>
    <message>
        <source>not read yet</source>
        <translation>未读</translation>
    </message>
    <message>
        <source>not yet known</source>
        <translation>尚不可知</translation>
    </message>
    <message>
        <source>nothing new</source>
        <translation>没有新结果</translation>
    </message>
    <message numerus="yes">
        <source>of %n cases in the version</source>
        <translation>
            <numerusform>该版本共 %n 个案件</numerusform>
        </translation>
    </message>
    <message>
        <source>of all time</source>
        <translation>全部时间</translation>
    </message>
    <message>
        <source>of reviewers’ time</source>
        <translation>审核员工时</translation>
    </message>
    <message>
        <source>of such patterns are accidents</source>
        <translation>此类模式属偶然的比例</translation>
    </message>
    <message numerus="yes">
        <source>of the last %n days</source>
        <translation>
            <numerusform>最近 %n 天</numerusform>
        </translation>
    </message>
    <message>
        <source>of {n}</source>
        <translation>共 {n}</translation>
    </message>
    <message>
        <source>one of them {share}.</source>
        <translation>其中一人占 {share}。</translation>
    </message>
    <message>
        <source>open</source>
        <translation>待处理</translation>
    </message>
    <message>
        <source>opened</source>
        <translation>已提出</translation>
    </message>
    <message>
        <source>opened again</source>
        <translation>重新打开</translation>
    </message>
    <message>
        <source>over {e}</source>
        <translation>大于 {e}</translation>
    </message>
    <message>
        <source>owners of the thresholds</source>
        <translation>阈值负责人</translation>
    </message>
    <message>
        <source>p by McNemar’s exact test; the e-value may be read every day, 20 and more speaks for the change.</source>
        <translation>p 由 McNemar 精确检验得出；e 值可每天查看，达到 20 即支持该变更。</translation>
    </message>
    <message>
        <source>p by McNemar’s exact test; the e-value may be read every day. Cases chosen because ROCA was wrong can only gain, so that they prove nothing.</source>
        <translation>p 由 McNemar 精确检验得出；e 值可以每天查看。因 ROCA 出错而选入的案件只会变好，不能证明什么。</translation>
    </message>
    <message>
        <source>p, exact</source>
        <translation>精确 p 值</translation>
    </message>
    <message>
        <source>picked</source>
        <translation>已选中</translation>
    </message>
    <message>
        <source>proposal of a threshold</source>
        <translation>阈值提议</translation>
    </message>
    <message>
        <source>proves nothing</source>
        <translation>不能证明</translation>
    </message>
    <message>
        <source>raised by hand</source>
        <translation>人工提出</translation>
    </message>
    <message>
        <source>recurring error</source>
        <translation>反复错误</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>已拒绝</translation>
    </message>
    <message>
        <source>repeated</source>
        <translation>重犯</translation>
    </message>
    <message>
        <source>right when it points to risk</source>
        <translation>指向风险时正确率</translation>
    </message>
    <message>
        <source>right when it points to safety</source>
        <translation>指向安全时正确率</translation>
    </message>
    <message>
        <source>root cause</source>
        <translation>根因</translation>
    </message>
    <message>
        <source>route {route}</source>
        <translation>反馈路径：{route}</translation>
    </message>
    <message>
        <source>same</source>
        <translation>不变</translation>
    </message>
    <message>
        <source>sent to the service of the model’s owner</source>
        <translation>已发送至模型负责人的服务</translation>
    </message>
    <message>
        <source>share of its contributions</source>
        <translation>占其贡献值的比例</translation>
    </message>
    <message>
        <source>share right, 95 % interval</source>
        <translation>正确比例，95% 区间</translation>
    </message>
    <message>
        <source>shipped</source>
        <translation>已上线</translation>
    </message>
    <message>
        <source>split off from another finding</source>
        <translation>由其他发现拆出</translation>
    </message>
    <message>
        <source>split up</source>
        <translation>已拆分</translation>
    </message>
    <message>
        <source>step {n}</source>
        <translation>步骤 {n}</translation>
    </message>
    <message>
        <source>steps marked wrong</source>
        <translation>被标错的步骤</translation>
    </message>
    <message>
        <source>still blind</source>
        <translation>仍为盲评</translation>
    </message>
    <message>
        <source>still to act on</source>
        <translation>待处理与处理中</translation>
    </message>
    <message>
        <source>team leads</source>
        <translation>组长</translation>
    </message>
    <message>
        <source>the first</source>
        <translation>第一份</translation>
    </message>
    <message>
        <source>the second</source>
        <translation>第二份</translation>
    </message>
    <message>
        <source>the server</source>
        <translation>服务器</translation>
    </message>
    <message>
        <source>these alone say better or worse</source>
        <translation>只有它们能说明好坏</translation>
    </message>
    <message>
        <source>to be decided again by whoever made the set</source>
        <translation>训练集创建人尚待复核</translation>
    </message>
    <message>
        <source>to judge</source>
        <translation>待评判</translation>
    </message>
    <message>
        <source>too few</source>
        <translation>太少</translation>
    </message>
    <message>
        <source>too few answers yet</source>
        <translation>回答太少</translation>
    </message>
    <message>
        <source>too few cases to say</source>
        <translation>案件太少，无法判断</translation>
    </message>
    <message>
        <source>took in the cases of another finding</source>
        <translation>并入其他发现的案件</translation>
    </message>
    <message>
        <source>trained</source>
        <translation>已训练</translation>
    </message>
    <message>
        <source>training set</source>
        <translation>训练集</translation>
    </message>
    <message>
        <source>turned out bad</source>
        <translation>确有风险</translation>
    </message>
    <message>
        <source>turned out good</source>
        <translation>实为正常</translation>
    </message>
    <message>
        <source>under way</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>under {p}</source>
        <translation>小于 {p}</translation>
    </message>
    <message>
        <source>under {share}</source>
        <translation>低于 {share}</translation>
    </message>
    <message>
        <source>unlikely chance</source>
        <translation>不太可能是偶然</translation>
    </message>
    <message>
        <source>verified as mended</source>
        <translation>已验证改正</translation>
    </message>
    <message>
        <source>version {n}</source>
        <translation>版本 {n}</translation>
    </message>
    <message>
        <source>waits for the service of the model’s owner</source>
        <translation>等待模型负责人的服务</translation>
    </message>
    <message>
        <source>week from</source>
        <translation>周起始日</translation>
    </message>
    <message>
        <source>week from {day}: {n} of {all} labelled</source>
        <translation>{day}起一周：有标签案件 {all} 件，其中 {n} 件</translation>
    </message>
    <message>
        <source>what most of its reviewers chose</source>
        <translation>多数审核员的选择</translation>
    </message>
    <message>
        <source>whoever owns the signal acts</source>
        <translation>由信号负责人处理</translation>
    </message>
    <message>
        <source>withdrawn</source>
        <translation>已撤回</translation>
    </message>
    <message>
        <source>without a look</source>
        <translation>盲审</translation>
    </message>
    <message>
        <source>without a value</source>
        <translation>没有数值</translation>
    </message>
    <message>
        <source>without listed signals</source>
        <translation>没有列出信号</translation>
    </message>
    <message>
        <source>worse</source>
        <translation>更差</translation>
    </message>
    <message>
        <source>you have looked at its cases</source>
        <translation>您已查看其案件</translation>
    </message>
    <message>
        <source>{bad} turned out bad, {good} good</source>
        <translation>{bad} 件有问题，{good} 件正常</translation>
    </message>
    <message numerus="yes">
        <source>{change} on %n cases; p {p} by McNemar’s exact test; e-value {e}, where 20 and more counts.</source>
        <translation>
            <numerusform>%n 个案件上变化 {change}；McNemar 精确检验 p {p}；e 值 {e}，达到 20 才算数。</numerusform>
        </translation>
    </message>
    <message>
        <source>{change} points ({low} to {high})</source>
        <translation>{change} 个百分点（{low} 至 {high}）</translation>
    </message>
    <message>
        <source>{first} to {last}</source>
        <translation>{first} 至 {last}</translation>
    </message>
    <message>
        <source>{kind} “{name}”</source>
        <translation>{kind}“{name}”</translation>
    </message>
    <message>
        <source>{lift} × ({low}–{high})</source>
        <translation>{lift} 倍（{low}–{high}）</translation>
    </message>
    <message>
        <source>{low} to {high}</source>
        <translation>{low} 至 {high}</translation>
    </message>
    <message>
        <source>{low} to {high} at {share}</source>
        <translation>{low} 至 {high}（{share}）</translation>
    </message>
    <message>
        <source>{low} to {high} at {share}, n {n}</source>
        <translation>{low} 至 {high}（{share}），n {n}</translation>
    </message>
    <message>
        <source>{marked}, right is {clause}</source>
        <translation>{marked}，应为 {clause}</translation>
    </message>
    <message>
        <source>{name}, version {n}</source>
        <translation>{name}，版本 {n}</translation>
    </message>
    <message>
        <source>{name}: {meaning}</source>
        <translation>{name}：{meaning}</translation>
    </message>
    <message>
        <source>{n} of them among the cases judged without a look</source>
        <translation>其中盲审案件 {n} 件</translation>
    </message>
    <message>
        <source>{n} of {all}</source>
        <translation>{n} / {all}</translation>
    </message>
    <message>
        <source>{n} of {all} errors blame it; where ROCA was right it carries {base}.</source>
        <translation>{n} / {all} 个错误归因于它；在 ROCA 正确的案件中占 {base}。</translation>
    </message>
    <message>
        <source>{n} of {all} steps of the candidate rest on something that their case has; before, {m} of {whole}.</source>
        <translation>候选版本的 {all} 个步骤中有 {n} 个以案件确有的内容为依据；之前为 {whole} 个中的 {m} 个。</translation>
    </message>
    <message>
        <source>{n} of {most}</source>
        <translation>{n}／{most}</translation>
    </message>
    <message>
        <source>{n} ×</source>
        <translation>{n} 倍</translation>
    </message>
    <message>
        <source>{route}, suggested</source>
        <translation>{route}（建议）</translation>
    </message>
    <message>
        <source>{share} ({low} to {high})</source>
        <translation>{share}（{low} 至 {high}）</translation>
    </message>
    <message>
        <source>{share} ({low}–{high}), n {n}</source>
        <translation>{share}（{low}–{high}），n {n}</translation>
    </message>
    <message>
        <source>{share} ROCA now</source>
        <translation>{share} 现有 ROCA</translation>
    </message>
    <message>
        <source>{share} before</source>
        <translation>此前 {share}</translation>
    </message>
    <message>
        <source>{share} candidate: {standing}</source>
        <translation>{share} 候选版本：{standing}</translation>
    </message>
    <message>
        <source>{share} right after</source>
        <translation>{share} 之后判对</translation>
    </message>
    <message>
        <source>{share} right before</source>
        <translation>{share} 之前判对</translation>
    </message>
    <message>
        <source>{share} right {when}, n {n}</source>
        <translation>{when}正确 {share}，n {n}</translation>
    </message>
    <message>
        <source>{start} to {end}</source>
        <translation>{start} 至 {end}</translation>
    </message>
    <message>
        <source>{start} to {end}. Labelled cases are those of the queue and of audits, not a sample of everything.</source>
        <translation>{start} 至 {end}。有标签的案件来自队列和抽查，并非全部案件的样本。</translation>
    </message>
    <message>
        <source>{type}: {kind}, {state}.</source>
        <translation>{type}：{kind}，{state}。</translation>
    </message>
    <message>
        <source>{version}, cases kept apart</source>
        <translation>{version}，留出的案件</translation>
    </message>
    <message>
        <source>{version}, cases of the finding</source>
        <translation>{version}，该发现的案件</translation>
    </message>
    <message>
        <source>{what}. “{reason}”</source>
        <translation>{what}。“{reason}”</translation>
    </message>
    <message>
        <source>{what}: {event}.</source>
        <translation>{what}：{event}。</translation>
    </message>
    <message>
        <source>{what}: {fields}</source>
        <translation>{what}：{fields}</translation>
    </message>
    <message>
        <source>{window}; of {n} labelled</source>
        <translation>{window}；有标签案件 {n} 件</translation>
    </message>
    <message>
        <source>“{reason}”</source>
        <translation>“{reason}”</translation>
    </message>
    <message>
        <source>↑ ↓ or digits choose, Enter sends, Tab goes on, Esc closes</source>
        <translation>↑ ↓ 或数字选择，Enter 发送，Tab 前进，Esc 关闭</translation>
    </message>
</context>
<context>
    <name>Fields</name>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Cut</source>
        <translation>剪切</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>粘贴</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>全选</translation>
    </message>
    <message>
        <source>Your organisation does not allow copying</source>
        <translation>您的机构不允许复制</translation>
    </message>
</context>
<context>
    <name>Formats</name>
    <message>
        <source>{share} %</source>
        <translation>{share}%</translation>
    </message>
    <message>
        <source>{d} d {h} h left</source>
        <translation>剩 {d} 天 {h} 小时</translation>
    </message>
    <message>
        <source>{h} h {m} left</source>
        <translation>剩 {h} 小时 {m} 分</translation>
    </message>
    <message>
        <source>{m} min left</source>
        <translation>剩 {m} 分</translation>
    </message>
    <message>
        <source>under 1 min left</source>
        <translation>剩不足 1 分</translation>
    </message>
    <message>
        <source>{d} d {h} h late</source>
        <translation>超时 {d} 天 {h} 小时</translation>
    </message>
    <message>
        <source>{h} h {m} late</source>
        <translation>超时 {h} 小时 {m} 分</translation>
    </message>
    <message>
        <source>{m} min late</source>
        <translation>超时 {m} 分</translation>
    </message>
    <message>
        <source>just late</source>
        <translation>刚刚超时</translation>
    </message>
    <message>
        <source>{s} s ago</source>
        <translation>{s} 秒前</translation>
    </message>
    <message>
        <source>{m} min ago</source>
        <translation>{m} 分钟前</translation>
    </message>
    <message>
        <source>{h} h ago</source>
        <translation>{h} 小时前</translation>
    </message>
    <message>
        <source>{s} s</source>
        <translation>{s} 秒</translation>
    </message>
    <message>
        <source>{m} min {s} s</source>
        <translation>{m} 分 {s} 秒</translation>
    </message>
    <message>
        <source>{m} min</source>
        <translation>{m} 分钟</translation>
    </message>
    <message>
        <source>{h} h {m} min</source>
        <translation>{h} 小时 {m} 分</translation>
    </message>
    <message>
        <source>d MMM</source>
        <translation>M月d日</translation>
    </message>
    <message>
        <source>{d} d</source>
        <translation>{d} 天</translation>
    </message>
    <message>
        <source>{n} mo</source>
        <translation>{n} 个月</translation>
    </message>
    <message>
        <source>{y} y</source>
        <translation>{y} 年</translation>
    </message>
    <message>
        <source>{y} y {n} mo</source>
        <translation>{y} 年 {n} 个月</translation>
    </message>
    <message>
        <source>d MMM HH:mm</source>
        <translation>M月d日 HH:mm</translation>
    </message>
    <message>
        <source>d MMM yyyy HH:mm</source>
        <translation>yyyy年M月d日 HH:mm</translation>
    </message>
    <message>
        <source>d MMM yyyy</source>
        <translation>yyyy年M月d日</translation>
    </message>
</context>
<context>
    <name>Graph</name>
    <message>
        <source>; </source>
        <translation>；</translation>
    </message>
    <message>
        <source>nothing else here is linked with it</source>
        <translation>本系统中没有与之关联的对象</translation>
    </message>
</context>
<context>
    <name>HelpSheet</name>
    <message>
        <source>Cases</source>
        <translation>案件</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>审核结论</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>窗口</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Single letters are quiet while you write in a field. Esc leaves the field. Keys can be changed.</source>
        <translation>在输入框中书写时，单字母快捷键不起作用。按 Esc 离开输入框。快捷键可以修改。</translation>
    </message>
</context>
<context>
    <name>House</name>
    <message numerus="yes">
        <source>%n cases of the queue on this computer will change.</source>
        <translation>
            <numerusform>本机队列中将有 %n 个案件更改。</numerusform>
        </translation>
    </message>
    <message>
        <source>30 to 59</source>
        <translation>30 至 59</translation>
    </message>
    <message>
        <source>60 to 74</source>
        <translation>60 至 74</translation>
    </message>
    <message>
        <source>A new rule</source>
        <translation>新规则</translation>
    </message>
    <message>
        <source>Any</source>
        <translation>任意</translation>
    </message>
    <message>
        <source>Below 30</source>
        <translation>低于 30</translation>
    </message>
    <message>
        <source>Cases of Key Users stay as they are: each of them is set by itself.</source>
        <translation>关键用户案件保持不变：须逐个设置。</translation>
    </message>
    <message>
        <source>Cases that no rule speaks of go to everybody.</source>
        <translation>没有规则涉及的案件分配给所有人。</translation>
    </message>
    <message>
        <source>Change the queue</source>
        <translation>更改队列</translation>
    </message>
    <message>
        <source>Enter keeps, Esc closes</source>
        <translation>Enter 保存，Esc 关闭</translation>
    </message>
    <message numerus="yes">
        <source>It speaks of %n cases that wait on this computer.</source>
        <translation>
            <numerusform>涉及本机等待中的 %n 个案件。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>It speaks of at most %n cases that wait on this computer.</source>
        <translation>
            <numerusform>最多涉及本机等待中的 %n 个案件。</numerusform>
        </translation>
    </message>
    <message>
        <source>Keep the skills</source>
        <translation>保存技能</translation>
    </message>
    <message>
        <source>Mandarin speakers</source>
        <translation>中文审核</translation>
    </message>
    <message>
        <source>Name of the rule</source>
        <translation>规则名称</translation>
    </message>
    <message>
        <source>New priority</source>
        <translation>新优先级</translation>
    </message>
    <message>
        <source>Of these types (none: of all)</source>
        <translation>案件类型（不选为全部）</translation>
    </message>
    <message>
        <source>Priority now</source>
        <translation>当前优先级</translation>
    </message>
    <message>
        <source>Priority of a whole queue</source>
        <translation>整个队列的优先级</translation>
    </message>
    <message>
        <source>Put the rules in force</source>
        <translation>使规则生效</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>Rules ask for these words. A person without any is given what no rule asks a skill for.</source>
        <translation>规则按这些词要求技能。没有技能的人只会分到不要求技能的案件。</translation>
    </message>
    <message>
        <source>Skills</source>
        <translation>技能</translation>
    </message>
    <message>
        <source>Tab goes on, Enter puts in force, Esc closes</source>
        <translation>Tab 继续，Enter 生效，Esc 关闭</translation>
    </message>
    <message>
        <source>This says nothing here: {word}</source>
        <translation>此处无法识别：{word}</translation>
    </message>
    <message>
        <source>What it says</source>
        <translation>规则内容</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>人员</translation>
    </message>
    <message>
        <source>Who has which skill</source>
        <translation>人员技能</translation>
    </message>
    <message>
        <source>Who is given which cases</source>
        <translation>案件分配规则</translation>
    </message>
    <message>
        <source>mandarin, sanctions</source>
        <translation>mandarin, sanctions</translation>
    </message>
    <message>
        <source>type:kyc_audit, language:zh and vendor:north (vendor:house is us) say of which cases; skill:mandarin who is given them, cap:5 how many at once. Late cases go to anybody, unless it says late:wait.</source>
        <translation>type:kyc_audit、language:zh、vendor:north（vendor:house 指本公司）说明哪些案件；skill:mandarin 说明分给谁，cap:5 说明同时最多几个。超时案件分给任何人，除非写明 late:wait。</translation>
    </message>
    <message>
        <source>↑ ↓ or 1–9 choose, Tab goes on, Delete takes a rule off, Enter puts in force, Esc closes</source>
        <translation>↑ ↓ 或 1–9 选择，Tab 继续，Delete 删除规则，Enter 生效，Esc 关闭</translation>
    </message>
    <message>
        <source>↑ ↓ or 1–9 choose, Tab goes on, Enter changes, Esc closes. It can be taken back.</source>
        <translation>↑ ↓ 或 1–9 选择，Tab 继续，Enter 更改，Esc 关闭。可以撤回。</translation>
    </message>
    <message>
        <source>↑ ↓ or typing finds a person, Tab goes on, Enter keeps, Esc closes</source>
        <translation>↑ ↓ 或输入查找人员，Tab 继续，Enter 保存，Esc 关闭</translation>
    </message>
</context>
<context>
    <name>LeavingSheet</name>
    <message numerus="yes">
        <source>%n drafts go nowhere by themselves: they stay in this profile, under its key, and are here when you sign in again.</source>
        <translation>
            <numerusform>%n 份草稿不会自行发送：它们以密钥加密保存在本配置文件中，您再次登录时仍在这里。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of your drafts are not finished</source>
        <translation>
            <numerusform>您有 %n 份草稿尚未完成</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n pieces of your work are not sent yet</source>
        <translation>
            <numerusform>您有 %n 项工作尚未发送</numerusform>
        </translation>
    </message>
    <message>
        <source>It cannot be sealed: your organisation has set up no recovery key.</source>
        <translation>无法封存：您的机构尚未设置恢复密钥。</translation>
    </message>
    <message>
        <source>It could not be sealed. Nothing was lost; try again or wait.</source>
        <translation>封存失败。没有丢失任何内容；请重试或等待。</translation>
    </message>
    <message>
        <source>Seal and sign out</source>
        <translation>封存并退出登录</translation>
    </message>
    <message>
        <source>Sealed, it stays on this computer and only your organisation&apos;s support can open and send it.</source>
        <translation>封存后，内容留在本机，只有您机构的支持人员可以打开并发送。</translation>
    </message>
    <message>
        <source>Send, then sign out</source>
        <translation>发送后退出登录</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>退出登录</translation>
    </message>
    <message>
        <source>Stay signed in</source>
        <translation>保持登录</translation>
    </message>
    <message numerus="yes">
        <source>Waiting until %n pieces of work are sent</source>
        <translation>
            <numerusform>正在等待发送 %n 项工作</numerusform>
        </translation>
    </message>
    <message>
        <source>What is kept on this computer goes when you sign out. First your work has to be safe.</source>
        <translation>退出登录后，本机保存的内容将被清除。请先确保您的工作安全。</translation>
    </message>
    <message>
        <source>You are signed out as soon as the last one has arrived.</source>
        <translation>最后一项送达后将自动退出登录。</translation>
    </message>
</context>
<context>
    <name>LockView</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Drafts and unsent work are kept. The cases reserved for you were given back to the queue.</source>
        <translation>草稿和未发送的工作均已保留。为您预留的案件已退回队列。</translation>
    </message>
    <message>
        <source>Go on in your browser: {name} asks once more who you are.</source>
        <translation>请在浏览器中继续：{name} 将再次确认您的身份。</translation>
    </message>
    <message>
        <source>Locked</source>
        <translation>已锁定</translation>
    </message>
    <message>
        <source>No browser opens here.</source>
        <translation>此处无法打开浏览器。</translation>
    </message>
    <message>
        <source>Nobody signed in within five minutes.</source>
        <translation>五分钟内无人登录。</translation>
    </message>
    <message numerus="yes">
        <source>Nobody was here for %n minutes.</source>
        <translation>
            <numerusform>已有 %n 分钟无人操作。</numerusform>
        </translation>
    </message>
    <message>
        <source>Only the person who is signed in can open this window.</source>
        <translation>只有当前登录的人可以打开此窗口。</translation>
    </message>
    <message>
        <source>Open with {name}</source>
        <translation>使用 {name} 打开</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Signed in</source>
        <translation>已登录</translation>
    </message>
    <message>
        <source>Signs this person out and shows the sign-in page.</source>
        <translation>将当前用户退出登录，并显示登录页面。</translation>
    </message>
    <message>
        <source>Somebody else</source>
        <translation>换人登录</translation>
    </message>
    <message>
        <source>The identity provider did not ask who you are. Try again.</source>
        <translation>身份提供方未确认您的身份，请重试。</translation>
    </message>
    <message>
        <source>The identity provider did not let you in.</source>
        <translation>身份提供方未允许登录。</translation>
    </message>
    <message>
        <source>The identity provider has no safe address. Tell whoever runs the server.</source>
        <translation>身份提供方的地址不安全，请联系服务器管理员。</translation>
    </message>
    <message>
        <source>The server cannot be reached, and this computer cannot check the password alone. Your work is kept.</source>
        <translation>无法连接服务器，本机也无法单独核对密码。您的工作已保留。</translation>
    </message>
    <message>
        <source>The window was not opened. Go back to Footplate and try again.</source>
        <translation>窗口未打开。请返回 Footplate 重试。</translation>
    </message>
    <message>
        <source>This is not the password. Try again.</source>
        <translation>密码不正确，请重试。</translation>
    </message>
    <message>
        <source>This was somebody else. Only the person who is signed in can open this window.</source>
        <translation>这是另一个人。只有当前登录者能打开此窗口。</translation>
    </message>
    <message>
        <source>Type your password.</source>
        <translation>请输入密码。</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>解锁</translation>
    </message>
    <message>
        <source>Unlocking</source>
        <translation>正在解锁</translation>
    </message>
    <message>
        <source>You have proved who you are. Go back to Footplate.</source>
        <translation>身份已确认。请返回 Footplate。</translation>
    </message>
    <message>
        <source>Your desktop was locked, and this window with it.</source>
        <translation>桌面已锁定，此窗口随之锁定。</translation>
    </message>
</context>
<context>
    <name>Machine</name>
    <message numerus="yes">
        <source>%n hours</source>
        <translation>
            <numerusform>%n 小时</numerusform>
        </translation>
    </message>
    <message>
        <source>A key from another program</source>
        <translation>由其他程序提供密钥</translation>
    </message>
    <message numerus="yes">
        <source>After %n minutes</source>
        <translation>
            <numerusform>%n 分钟后</numerusform>
        </translation>
    </message>
    <message>
        <source>Allowed</source>
        <translation>允许</translation>
    </message>
    <message>
        <source>Blurred until Space is held</source>
        <translation>模糊显示，按住空格键时清晰</translation>
    </message>
    <message>
        <source>Copying</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Decided by your organisation</source>
        <translation>由您的机构规定</translation>
    </message>
    <message>
        <source>Decided cases are kept</source>
        <translation>已决定案件的保留时间</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Does not stay on this computer: online only</source>
        <translation>不留在本机：仅在线</translation>
    </message>
    <message>
        <source>Exports to files</source>
        <translation>导出到文件</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>Keeping cases on this computer</source>
        <translation>在本机保存案件</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Locks when nobody is here</source>
        <translation>无人操作时锁定</translation>
    </message>
    <message>
        <source>Longest time offline</source>
        <translation>最长离线时间</translation>
    </message>
    <message>
        <source>Never by itself</source>
        <translation>不自动锁定</translation>
    </message>
    <message>
        <source>Not allowed</source>
        <translation>不允许</translation>
    </message>
    <message>
        <source>Not used</source>
        <translation>不使用</translation>
    </message>
    <message>
        <source>Own certificate authorities</source>
        <translation>自有证书颁发机构</translation>
    </message>
    <message>
        <source>Pictures of the screen</source>
        <translation>屏幕照片</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>用户配置文件</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>代理</translation>
    </message>
    <message>
        <source>Proxy of the system</source>
        <translation>系统代理</translation>
    </message>
    <message>
        <source>Recovery of unsent work</source>
        <translation>未发送工作的恢复</translation>
    </message>
    <message>
        <source>Screen captures</source>
        <translation>屏幕截图</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>服务器</translation>
    </message>
    <message>
        <source>Servers to choose from</source>
        <translation>可选的服务器</translation>
    </message>
    <message>
        <source>Set up</source>
        <translation>已设置</translation>
    </message>
    <message>
        <source>Signed directives</source>
        <translation>签名指令</translation>
    </message>
    <message>
        <source>Stays on this computer</source>
        <translation>留在本机</translation>
    </message>
    <message>
        <source>Taking cases along offline</source>
        <translation>离线携带案件</translation>
    </message>
    <message>
        <source>The policy of this machine does not count: {why}. Until that is mended the strictest rules hold. Ask whoever manages this machine.</source>
        <translation>本机策略无效：{why}。修复之前采用最严格的规则。请联系本机管理员。</translation>
    </message>
    <message>
        <source>The window is left out of them, where the system can</source>
        <translation>在系统支持时，截图中不含本窗口</translation>
    </message>
    <message>
        <source>These cannot be changed here. Your own settings count for the rest.</source>
        <translation>以上各项无法在此更改，其余以您的个人设置为准。</translation>
    </message>
    <message>
        <source>What is kept here is made unreadable</source>
        <translation>本机保存的内容将变为不可读</translation>
    </message>
    <message>
        <source>When you sign out</source>
        <translation>退出登录时</translation>
    </message>
    <message>
        <source>Your name and the time stand faintly over the window</source>
        <translation>窗口上以浅色显示您的姓名和时间</translation>
    </message>
    <message>
        <source>it cannot be read</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>it is damaged</source>
        <translation>已损坏</translation>
    </message>
    <message>
        <source>it is too large</source>
        <translation>文件过大</translation>
    </message>
    <message>
        <source>one of its values is not allowed</source>
        <translation>其中有不允许的值</translation>
    </message>
    <message>
        <source>others than its administrator could have removed it</source>
        <translation>管理员以外的人可能将其删除</translation>
    </message>
    <message>
        <source>others than its administrator may change it</source>
        <translation>管理员以外的人可以修改它</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Locked</source>
        <translation>已锁定</translation>
    </message>
    <message>
        <source>Search cases and commands</source>
        <translation>搜索案件和命令</translation>
    </message>
</context>
<context>
    <name>MessageBar</name>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>复制详情</translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>in force no more</source>
        <translation>已失效</translation>
    </message>
</context>
<context>
    <name>PaletteSheet</name>
    <message>
        <source>A case, a command or a clause</source>
        <translation>案件、命令或条款</translation>
    </message>
    <message>
        <source>Asking the server …</source>
        <translation>正在向服务器查询……</translation>
    </message>
    <message>
        <source>Nothing found. Cases are found by id, type or masked subject.</source>
        <translation>未找到。可按编号、类型或脱敏主体查找案件。</translation>
    </message>
    <message>
        <source>Search the server for “{text}”</source>
        <translation>在服务器上搜索“{text}”</translation>
    </message>
    <message>
        <source>The server holds more than these. Type more to find fewer.</source>
        <translation>服务器上还有更多结果，请输入更多内容以缩小范围。</translation>
    </message>
    <message>
        <source>The server holds no other case with these words.</source>
        <translation>服务器上没有其他符合的案件。</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>搜索结果</translation>
    </message>
</context>
<context>
    <name>Quality</name>
    <message numerus="yes">
        <source>%n cases</source>
        <translation>
            <numerusform>%n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cases scored by two</source>
        <translation>
            <numerusform>%n 件由两人复核</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n errors (Ac)</source>
        <translation>
            <numerusform>%n 个错误（Ac）</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n errors (Re)</source>
        <translation>
            <numerusform>%n 个错误（Re）</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to re-review</source>
        <translation>
            <numerusform>待复核 %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n wait for the server</source>
        <translation>
            <numerusform>%n 项等待服务器</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n wait for whoever takes them</source>
        <translation>
            <numerusform>%n 件等人接手</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n wait for you</source>
        <translation>
            <numerusform>%n 件等您复核</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n you had a part in</source>
        <translation>
            <numerusform>您参与过的 %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>95 % team still passes {share}</source>
        <translation>95% 的团队仍有 {share} 通过</translation>
    </message>
    <message>
        <source>98 % team passes {share}</source>
        <translation>98% 的团队 {share} 通过</translation>
    </message>
    <message>
        <source>A seed has 1 to 64 plain letters and figures.</source>
        <translation>种子为 1 至 64 个普通字母和数字。</translation>
    </message>
    <message>
        <source>A team that is right in</source>
        <translation>团队准确率</translation>
    </message>
    <message>
        <source>AQL</source>
        <translation>AQL</translation>
    </message>
    <message>
        <source>Accept up to</source>
        <translation>接收数</translation>
    </message>
    <message>
        <source>Adjudication</source>
        <translation>仲裁</translation>
    </message>
    <message>
        <source>Adjudication · {n} of {all}</source>
        <translation>仲裁 · 第 {n} 件，共 {all} 件</translation>
    </message>
    <message>
        <source>Allocation</source>
        <translation>分配方式</translation>
    </message>
    <message>
        <source>Asking the server …</source>
        <translation>正在询问服务器……</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Blind re-review</source>
        <translation>盲审复核</translation>
    </message>
    <message>
        <source>Blind re-review · {name} · {decision}</source>
        <translation>盲审复核 · {name} · {decision}</translation>
    </message>
    <message>
        <source>Blind re-review · {n} of {all}</source>
        <translation>盲审复核 · 第 {n} 件，共 {all} 件</translation>
    </message>
    <message>
        <source>Blind re-reviews</source>
        <translation>盲审复核</translation>
    </message>
    <message>
        <source>Blind: nobody&apos;s first decision, label or words came along, nor what ROCA said. “{escalate}” means that it cannot be told from what is here.</source>
        <translation>盲审：首次决定、标签和理由都没有随案件带来，ROCA 的判断也没有。“{escalate}”表示仅凭这里的内容无法判断。</translation>
    </message>
    <message numerus="yes">
        <source>Bring %n document(s)</source>
        <translation>
            <numerusform>下载 %n 份证明材料</numerusform>
        </translation>
    </message>
    <message>
        <source>By stratum</source>
        <translation>各层件数</translation>
    </message>
    <message>
        <source>Carried</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>Carried here: it can be drawn without the server.</source>
        <translation>已在本机：无需服务器即可抽样。</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>案件</translation>
    </message>
    <message>
        <source>Case type</source>
        <translation>案件类型</translation>
    </message>
    <message>
        <source>Cases on which people differ, the oldest first</source>
        <translation>意见不一致的案件，最早的在前</translation>
    </message>
    <message>
        <source>Choose which decisions the lot holds, then count it. How many cases it takes, how many errors it stands and what it can tell stand here before anything is drawn.</source>
        <translation>先选择批中包含哪些决定，再统计。抽样之前，这里会显示需要多少案件、允许多少错误，以及方案能说明什么。</translation>
    </message>
    <message>
        <source>Class of error</source>
        <translation>错误类别</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Code letter</source>
        <translation>字码</translation>
    </message>
    <message>
        <source>Count the lot</source>
        <translation>统计批量</translation>
    </message>
    <message>
        <source>Coverage</source>
        <translation>覆盖率</translation>
    </message>
    <message>
        <source>Decide first: P, B or E.</source>
        <translation>请先决定：P、B 或 E。</translation>
    </message>
    <message>
        <source>Decided by</source>
        <translation>决定人</translation>
    </message>
    <message>
        <source>Decided in</source>
        <translation>决定时间</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>决定</translation>
    </message>
    <message>
        <source>Decisions</source>
        <translation>决定数</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>证明材料</translation>
    </message>
    <message>
        <source>Draw the sample</source>
        <translation>抽取样本</translation>
    </message>
    <message>
        <source>Drawn</source>
        <translation>抽取时间</translation>
    </message>
    <message>
        <source>Drawn by</source>
        <translation>抽取人</translation>
    </message>
    <message>
        <source>Enter decides it anew</source>
        <translation>按 Enter 重新决定</translation>
    </message>
    <message>
        <source>Enter opens it</source>
        <translation>按 Enter 打开</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Every case is decided again. Sign to make it final.</source>
        <translation>全部案件已重新决定。签署后即为最终结果。</translation>
    </message>
    <message>
        <source>Expected half-width</source>
        <translation>预期半宽</translation>
    </message>
    <message>
        <source>First decision</source>
        <translation>首次决定</translation>
    </message>
    <message>
        <source>First decision · {name} · {decision}</source>
        <translation>首次决定 · {name} · {decision}</translation>
    </message>
    <message>
        <source>Give back</source>
        <translation>归还</translation>
    </message>
    <message>
        <source>Given back. Nothing of it stays on this machine.</source>
        <translation>已归还，本机不再保留任何内容。</translation>
    </message>
    <message>
        <source>How much of what was decided is looked at again, last 30 days</source>
        <translation>最近 30 天的决定有多少被复核</translation>
    </message>
    <message>
        <source>ISO 2859-1 · {level} · AQL {aql} · {severity}</source>
        <translation>ISO 2859-1 · {level} · AQL {aql} · {severity}</translation>
    </message>
    <message>
        <source>Inspection</source>
        <translation>检验严格度</translation>
    </message>
    <message>
        <source>Inspection level</source>
        <translation>检验水平</translation>
    </message>
    <message>
        <source>Inspection of this series is discontinued: mend the cause before the next lot.</source>
        <translation>该系列已停止抽检：先消除原因，再抽下一批。</translation>
    </message>
    <message>
        <source>It is sealed to this seat and can be worked on without the server.</source>
        <translation>已为本席位加密封装，无需服务器即可处理。</translation>
    </message>
    <message>
        <source>It is sent already and cannot be taken back.</source>
        <translation>已经发出，无法撤回。</translation>
    </message>
    <message>
        <source>It is signed: nothing of it changes any more.</source>
        <translation>已签署：不再更改。</translation>
    </message>
    <message>
        <source>Keep and next</source>
        <translation>保存并继续</translation>
    </message>
    <message>
        <source>Kept. It goes out in 10 s; Y takes it back.</source>
        <translation>已保存，10 秒后发出；按 Y 撤回。</translation>
    </message>
    <message>
        <source>Kind of plan</source>
        <translation>方案类型</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Least of a stratum</source>
        <translation>每层至少</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>已排除</translation>
    </message>
    <message>
        <source>Lot</source>
        <translation>批</translation>
    </message>
    <message>
        <source>Lots</source>
        <translation>批数</translation>
    </message>
    <message>
        <source>Lots that are carried here: Enter plans for one</source>
        <translation>本机带有的批：按 Enter 为其制定方案</translation>
    </message>
    <message>
        <source>Name, or empty for a lot by itself</source>
        <translation>名称；单独一批则留空</translation>
    </message>
    <message>
        <source>Next lot</source>
        <translation>下一批</translation>
    </message>
    <message>
        <source>Next re-review</source>
        <translation>下一件复核</translation>
    </message>
    <message>
        <source>Neyman goes by how errors were spread: it needs a settled sample that was cut into the same strata.</source>
        <translation>Neyman 依据错误的分布：需要一个按相同方式分层且已有结果的样本。</translation>
    </message>
    <message>
        <source>No file came with this case.</source>
        <translation>此案件没有附件。</translation>
    </message>
    <message>
        <source>No sample is drawn yet. Plan one on the next page: what it can tell stands there.</source>
        <translation>还没有抽取样本。请在下一页制定方案：那里会说明方案能说明什么。</translation>
    </message>
    <message>
        <source>No series of lots is kept yet.</source>
        <translation>还没有连续批。</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>序号</translation>
    </message>
    <message>
        <source>Nobody decided anything in the last 30 days.</source>
        <translation>最近 30 天没有人作出决定。</translation>
    </message>
    <message>
        <source>None was left that you had no part in. Others take the rest.</source>
        <translation>剩下的您都参与过。由他人接手。</translation>
    </message>
    <message>
        <source>Not every case is decided again yet.</source>
        <translation>还有案件没有重新决定。</translation>
    </message>
    <message>
        <source>Nothing was decided that fits. Choose a longer time or fewer limits.</source>
        <translation>没有符合条件的决定。请延长时间或减少限制。</translation>
    </message>
    <message>
        <source>Open the first</source>
        <translation>打开第一件</translation>
    </message>
    <message>
        <source>Operating curve: n {n}, accept up to {accept}</source>
        <translation>抽检特性曲线：n {n}，接收数 {accept}</translation>
    </message>
    <message>
        <source>Others are still at work.</source>
        <translation>其他人仍在复核。</translation>
    </message>
    <message>
        <source>People agree, or others settle it: nothing waits for a truth of yours.</source>
        <translation>意见一致或由他人仲裁：没有等您认定的案件。</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>方案</translation>
    </message>
    <message>
        <source>Plan a sample</source>
        <translation>制定抽样方案</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>质检</translation>
    </message>
    <message>
        <source>Re-reviewed by</source>
        <translation>复核人</translation>
    </message>
    <message>
        <source>Re-reviewed here</source>
        <translation>本机已复核</translation>
    </message>
    <message>
        <source>Reject from</source>
        <translation>拒收数</translation>
    </message>
    <message>
        <source>Sample</source>
        <translation>样本</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>样本</translation>
    </message>
    <message>
        <source>Samples, the newest first</source>
        <translation>样本，最新的在前</translation>
    </message>
    <message>
        <source>Saved as picture, vectors and table: {where}</source>
        <translation>已存为图片、矢量图和表格：{where}</translation>
    </message>
    <message>
        <source>Scored by two</source>
        <translation>两人复核比例</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>Sending</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Series of lots</source>
        <translation>连续批</translation>
    </message>
    <message>
        <source>Series of lots, by the switching rules</source>
        <translation>连续批（按转移规则）</translation>
    </message>
    <message>
        <source>Sign</source>
        <translation>签署</translation>
    </message>
    <message>
        <source>Signed. Your scores are final and go out in 10 s.</source>
        <translation>已签署。您的复核为最终结果，10 秒后发出。</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>数量</translation>
    </message>
    <message>
        <source>Some of it is not with the server yet. Give it back once it is.</source>
        <translation>还有内容没有送达服务器。送达后再归还。</translation>
    </message>
    <message>
        <source>Stands</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Strata</source>
        <translation>分层</translation>
    </message>
    <message>
        <source>Switching score</source>
        <translation>转移得分</translation>
    </message>
    <message>
        <source>Take along</source>
        <translation>带走</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>接手</translation>
    </message>
    <message>
        <source>Taken along</source>
        <translation>带走时间</translation>
    </message>
    <message>
        <source>Taken back. Nothing was sent.</source>
        <translation>已撤回，没有发出任何内容。</translation>
    </message>
    <message>
        <source>Taken over and brought here. Open the sample to decide them again.</source>
        <translation>已接手并带到本机。打开样本即可重新审核。</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>团队</translation>
    </message>
    <message>
        <source>The cases of the sample: Enter opens one</source>
        <translation>样本中的案件：按 Enter 打开</translation>
    </message>
    <message>
        <source>The documents are here and open without the server.</source>
        <translation>证明材料已在本机，无需服务器即可打开。</translation>
    </message>
    <message>
        <source>The errors have reached the number at which the lot is rejected.</source>
        <translation>错误数已达到拒收数。</translation>
    </message>
    <message>
        <source>The files could not be written. Nothing else is changed.</source>
        <translation>文件无法写入，其他内容没有变化。</translation>
    </message>
    <message>
        <source>The lot is too large. Choose a shorter time or more limits.</source>
        <translation>批太大。请缩短时间或增加限制。</translation>
    </message>
    <message>
        <source>The lot: decisions in force</source>
        <translation>批：生效的决定</translation>
    </message>
    <message>
        <source>The packet is not on this seat any more.</source>
        <translation>样本包已不在本席位。</translation>
    </message>
    <message>
        <source>The packet is not what was sealed, and is not used. Take it anew.</source>
        <translation>样本包与封装时不符，不予使用。请重新带走。</translation>
    </message>
    <message>
        <source>The packet is sealed for another person or seat.</source>
        <translation>样本包是为其他人或其他席位封装的。</translation>
    </message>
    <message>
        <source>The packet was not sealed by this server, and is not used.</source>
        <translation>样本包不是由此服务器封装的，不予使用。</translation>
    </message>
    <message>
        <source>The packet&apos;s cases are not those of its lot, and it is not used.</source>
        <translation>样本包中的案件与其批不符，不予使用。</translation>
    </message>
    <message>
        <source>The plan</source>
        <translation>方案</translation>
    </message>
    <message>
        <source>The sample is drawn. Ctrl+Enter opens the first case.</source>
        <translation>样本已抽取。按 Ctrl+Enter 打开第一件。</translation>
    </message>
    <message>
        <source>The server draws the sample. It stands here once it has; then take it along.</source>
        <translation>由服务器抽取样本，完成后显示在此，届时可带走。</translation>
    </message>
    <message>
        <source>The server is counting …</source>
        <translation>服务器正在统计……</translation>
    </message>
    <message>
        <source>The switching rules ask for {severity} inspection in the next lot of this series.</source>
        <translation>转移规则要求该系列的下一批采用：{severity}。</translation>
    </message>
    <message>
        <source>The truth is kept and goes out in 10 s.</source>
        <translation>认定已保存，10 秒后发出。</translation>
    </message>
    <message>
        <source>This case is not yours to re-review.</source>
        <translation>这件不由您复核。</translation>
    </message>
    <message>
        <source>This lot cannot be carried whole; the server draws from it.</source>
        <translation>该批不能整批带走，由服务器抽样。</translation>
    </message>
    <message>
        <source>This plan does not fit the lot. Choose another.</source>
        <translation>该方案不适用于此批，请另选。</translation>
    </message>
    <message>
        <source>This seat has no key of its own yet. Sign in again to give it one.</source>
        <translation>本席位还没有自己的密钥。重新登录即可获得。</translation>
    </message>
    <message>
        <source>This seat has no key that opens the packet.</source>
        <translation>本席位没有能打开样本包的密钥。</translation>
    </message>
    <message>
        <source>To be taken over</source>
        <translation>待接手</translation>
    </message>
    <message>
        <source>To re-review</source>
        <translation>待复核</translation>
    </message>
    <message>
        <source>Told once you have signed: before that it would say something of the first decisions.</source>
        <translation>签署后才显示：在此之前会透露首次决定。</translation>
    </message>
    <message>
        <source>Told when nothing waits for a truth any more.</source>
        <translation>全部仲裁完成后显示。</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Wanted half-width</source>
        <translation>期望半宽</translation>
    </message>
    <message>
        <source>What is not settled yet could still go either way.</source>
        <translation>尚未定论的案件仍可能改变结果。</translation>
    </message>
    <message>
        <source>What it takes</source>
        <translation>所需工作</translation>
    </message>
    <message>
        <source>What next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>What this plan can tell</source>
        <translation>方案能说明什么</translation>
    </message>
    <message>
        <source>Whatever becomes of the rest, the errors stay within the plan.</source>
        <translation>无论其余结果如何，错误数都在方案之内。</translation>
    </message>
    <message>
        <source>Why it is true</source>
        <translation>认定理由</translation>
    </message>
    <message>
        <source>Why you decide so</source>
        <translation>审核理由</translation>
    </message>
    <message>
        <source>With this plan a team that is right in 98 % passes {good} of weeks, and a 95 % team would still pass {bad}.</source>
        <translation>按此方案，准确率 98% 的团队有 {good} 的周次通过，95% 的团队仍有 {bad} 通过。</translation>
    </message>
    <message>
        <source>Without the server: what is carried here can be drawn, re-reviewed and signed.</source>
        <translation>未连接服务器：本机带有的内容可以抽样、复核和签署。</translation>
    </message>
    <message>
        <source>Workload</source>
        <translation>工作量</translation>
    </message>
    <message>
        <source>Write the truth</source>
        <translation>写入认定</translation>
    </message>
    <message>
        <source>You alone see both sides. Your truth counts, and the reason is read by both.</source>
        <translation>只有您能看到双方意见。以您的认定为准，双方都会读到理由。</translation>
    </message>
    <message numerus="yes">
        <source>a team of %n</source>
        <translation>
            <numerusform>%n 人的团队</numerusform>
        </translation>
    </message>
    <message>
        <source>about {time} of active time</source>
        <translation>约 {time}有效时间</translation>
    </message>
    <message>
        <source>accept or reject the lot (ISO 2859-1)</source>
        <translation>接收或拒收该批（ISO 2859-1）</translation>
    </message>
    <message>
        <source>accept up to {accept}, reject from {reject}</source>
        <translation>接收数 {accept}，拒收数 {reject}</translation>
    </message>
    <message>
        <source>active time</source>
        <translation>有效用时</translation>
    </message>
    <message>
        <source>agreed</source>
        <translation>一致</translation>
    </message>
    <message>
        <source>all leads, shared</source>
        <translation>全体组长分担</translation>
    </message>
    <message>
        <source>by size</source>
        <translation>按规模</translation>
    </message>
    <message>
        <source>by size and spread (Neyman)</source>
        <translation>按规模与离散程度（Neyman）</translation>
    </message>
    <message>
        <source>case type</source>
        <translation>案件类型</translation>
    </message>
    <message>
        <source>decided</source>
        <translation>已决定</translation>
    </message>
    <message>
        <source>decision</source>
        <translation>决定</translation>
    </message>
    <message>
        <source>drawn</source>
        <translation>已抽取</translation>
    </message>
    <message>
        <source>errors found</source>
        <translation>发现的错误</translation>
    </message>
    <message>
        <source>estimate the share of errors</source>
        <translation>估计错误比例</translation>
    </message>
    <message>
        <source>every decision</source>
        <translation>全部决定</translation>
    </message>
    <message>
        <source>every label</source>
        <translation>全部标签</translation>
    </message>
    <message>
        <source>every team</source>
        <translation>所有团队</translation>
    </message>
    <message>
        <source>every type</source>
        <translation>全部类型</translation>
    </message>
    <message>
        <source>everybody</source>
        <translation>所有人</translation>
    </message>
    <message>
        <source>exact, for a claim</source>
        <translation>精确值，用于声明</translation>
    </message>
    <message>
        <source>here</source>
        <translation>本机</translation>
    </message>
    <message numerus="yes">
        <source>here · %n pending</source>
        <translation>
            <numerusform>本机 · 待发送 %n 项</numerusform>
        </translation>
    </message>
    <message>
        <source>hidden until you have signed</source>
        <translation>签署前不显示</translation>
    </message>
    <message>
        <source>inspection is discontinued</source>
        <translation>检验已中止</translation>
    </message>
    <message>
        <source>known after the first re-review</source>
        <translation>首次复核后可知</translation>
    </message>
    <message>
        <source>label</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>looked at again</source>
        <translation>复核比例</translation>
    </message>
    <message>
        <source>lot accepted</source>
        <translation>批接收</translation>
    </message>
    <message>
        <source>lot rejected</source>
        <translation>批拒收</translation>
    </message>
    <message>
        <source>lots accepted</source>
        <translation>批接收率</translation>
    </message>
    <message>
        <source>me alone</source>
        <translation>仅我一人</translation>
    </message>
    <message>
        <source>n {n}</source>
        <translation>n {n}</translation>
    </message>
    <message>
        <source>n {n} settled</source>
        <translation>已定论 n {n}</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>normal</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>not yet known</source>
        <translation>尚不可知</translation>
    </message>
    <message>
        <source>not yet re-reviewed</source>
        <translation>尚未复核</translation>
    </message>
    <message>
        <source>nothing to send yet</source>
        <translation>暂无待发送内容</translation>
    </message>
    <message>
        <source>others re-review</source>
        <translation>他人复核中</translation>
    </message>
    <message>
        <source>passes</source>
        <translation>通过率</translation>
    </message>
    <message>
        <source>re-reviewed</source>
        <translation>已复核</translation>
    </message>
    <message>
        <source>ready to sign</source>
        <translation>可以签署</translation>
    </message>
    <message>
        <source>reduced</source>
        <translation>放宽</translation>
    </message>
    <message>
        <source>refused: {why}</source>
        <translation>被拒绝：{why}</translation>
    </message>
    <message>
        <source>result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>reviewer</source>
        <translation>审核员</translation>
    </message>
    <message>
        <source>settled</source>
        <translation>已定论</translation>
    </message>
    <message>
        <source>signed and merged</source>
        <translation>已签署并合并</translation>
    </message>
    <message>
        <source>signed, waits for the server</source>
        <translation>已签署，等待服务器</translation>
    </message>
    <message>
        <source>stratified · ± {width} points</source>
        <translation>分层 · ± {width} 个百分点</translation>
    </message>
    <message>
        <source>the house</source>
        <translation>本公司</translation>
    </message>
    <message numerus="yes">
        <source>the last %n days</source>
        <translation>
            <numerusform>最近 %n 天</numerusform>
        </translation>
    </message>
    <message>
        <source>the server has everything, once</source>
        <translation>服务器已全部收到，且仅一次</translation>
    </message>
    <message>
        <source>the server refused a part</source>
        <translation>服务器拒绝了一部分</translation>
    </message>
    <message>
        <source>tightened</source>
        <translation>加严</translation>
    </message>
    <message>
        <source>true share of errors</source>
        <translation>真实错误比例</translation>
    </message>
    <message>
        <source>two said the same</source>
        <translation>两人一致</translation>
    </message>
    <message>
        <source>upheld</source>
        <translation>维持</translation>
    </message>
    <message>
        <source>vendor</source>
        <translation>供应商</translation>
    </message>
    <message>
        <source>waits for a truth</source>
        <translation>待仲裁</translation>
    </message>
    <message>
        <source>waits for adjudication</source>
        <translation>等待仲裁</translation>
    </message>
    <message>
        <source>weighed by strata</source>
        <translation>按分层加权</translation>
    </message>
    <message>
        <source>whoever takes cases over</source>
        <translation>领取案件的人</translation>
    </message>
    <message>
        <source>wrong</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>wrong first decisions</source>
        <translation>首次决定错误</translation>
    </message>
    <message>
        <source>{agreed} agreed · {right} upheld · {awaiting} wait for a truth</source>
        <translation>一致 {agreed} · 维持 {right} · 待仲裁 {awaiting}</translation>
    </message>
    <message>
        <source>{aql} % wrong</source>
        <translation>错误 {aql}%</translation>
    </message>
    <message>
        <source>{done} of {all}</source>
        <translation>{done}／{all}</translation>
    </message>
    <message>
        <source>{done}, signed</source>
        <translation>{done}，已签署</translation>
    </message>
    <message>
        <source>{here} of {all} here, {size} MB in all</source>
        <translation>本机已有 {here} / {all}，共 {size} MB</translation>
    </message>
    <message>
        <source>{low}–{high} % at {confidence}</source>
        <translation>{low}–{high}%（置信水平 {confidence}）</translation>
    </message>
    <message>
        <source>{n} decisions</source>
        <translation>{n} 个决定</translation>
    </message>
    <message>
        <source>{n} of {most} sentences</source>
        <translation>{n}／{most} 句</translation>
    </message>
    <message numerus="yes">
        <source>{severity}, as the switching rules ask after %n lots.</source>
        <translation>
            <numerusform>{severity}：%n 批之后转移规则如此要求。</numerusform>
        </translation>
    </message>
    <message>
        <source>{share} %</source>
        <translation>{share} %</translation>
    </message>
    <message>
        <source>{start} to {end}</source>
        <translation>{start} 至 {end}</translation>
    </message>
    <message>
        <source>± {width} points</source>
        <translation>± {width} 个百分点</translation>
    </message>
</context>
<context>
    <name>Queue</name>
    <message>
        <source>KEY {n}</source>
        <translation>关键 {n}</translation>
    </message>
    <message>
        <source>Tab goes on, Enter changes, Esc closes. It can be taken back.</source>
        <translation>Tab 下一项，Enter 执行，Esc 关闭。可撤回。</translation>
    </message>
    <message>
        <source>on its way</source>
        <translation>发送中</translation>
    </message>
    <message>
        <source>draft</source>
        <translation>草稿</translation>
    </message>
    <message numerus="yes">
        <source>%n already decided</source>
        <translation>
            <numerusform>%n 件已审结</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cases are chosen.</source>
        <translation>
            <numerusform>已选 %n 件案件。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cases chosen</source>
        <translation>
            <numerusform>已选 %n 件案件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n fall due before they come back</source>
        <translation>
            <numerusform>%n 件在取回前到期</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of Key Users</source>
        <translation>
            <numerusform>%n 件属关键用户</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n reserved by others</source>
        <translation>
            <numerusform>%n 件已被他人领取</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n will no longer be decided by two people</source>
        <translation>
            <numerusform>%n 件将不再由两人审结</numerusform>
        </translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>.</source>
        <translation>。</translation>
    </message>
    <message>
        <source>1–9 or Space takes one off or puts it back, Enter keeps, Esc closes</source>
        <translation>1–9 或空格去掉或恢复标签，Enter 保存，Esc 关闭</translation>
    </message>
    <message>
        <source>A name for the view</source>
        <translation>视图名称</translation>
    </message>
    <message>
        <source>A new view</source>
        <translation>新视图</translation>
    </message>
    <message>
        <source>Ask the server</source>
        <translation>询问服务器</translation>
    </message>
    <message>
        <source>Ask the server for others</source>
        <translation>在服务器上查找其他案件</translation>
    </message>
    <message>
        <source>Asking the server …</source>
        <translation>正在询问服务器…</translation>
    </message>
    <message>
        <source>Assign</source>
        <translation>分配</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>案件</translation>
    </message>
    <message numerus="yes">
        <source>Change %n cases</source>
        <translation>
            <numerusform>批量处理 %n 件案件</numerusform>
        </translation>
    </message>
    <message>
        <source>Change …</source>
        <translation>处理…</translation>
    </message>
    <message>
        <source>Choose none</source>
        <translation>全部取消选中</translation>
    </message>
    <message>
        <source>Conditions narrow it: type:kyc_audit, priority&gt;=60, tag:vip, assignee:none, state:snoozed. A minus before one turns it round. Other words are looked for.</source>
        <translation>用条件限定范围：type:kyc_audit、priority&gt;=60、tag:vip、assignee:none、state:snoozed。条件前加减号表示排除，其余词语按文本查找。</translation>
    </message>
    <message>
        <source>Find in this view</source>
        <translation>在此视图中查找</translation>
    </message>
    <message>
        <source>Found on the server</source>
        <translation>服务器上的结果</translation>
    </message>
    <message>
        <source>Hand over with a note</source>
        <translation>附备注交接</translation>
    </message>
    <message>
        <source>In this case it stands in: {places}</source>
        <translation>在本案件中见于：{places}</translation>
    </message>
    <message>
        <source>Keep the tags</source>
        <translation>保存标签</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>New tags</source>
        <translation>新标签</translation>
    </message>
    <message>
        <source>No case stands in this view.</source>
        <translation>此视图没有案件。</translation>
    </message>
    <message>
        <source>No case stands in this view. {key} shows the next one.</source>
        <translation>此视图没有案件。按 {key} 切换到下一个视图。</translation>
    </message>
    <message>
        <source>None</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Note, if one is needed</source>
        <translation>备注（可不填）</translation>
    </message>
    <message>
        <source>On the server: {n} of {m}. They can be read here, not decided.</source>
        <translation>服务器上：{n} / {m}。可在此查看，不能审结。</translation>
    </message>
    <message>
        <source>On this case</source>
        <translation>此案件的标签</translation>
    </message>
    <message>
        <source>Only some cases are on this seat. The server knows them all.</source>
        <translation>本机只保存部分案件，服务器上有全部案件。</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>优先级</translation>
    </message>
    <message>
        <source>Save a view of the queue</source>
        <translation>保存队列视图</translation>
    </message>
    <message>
        <source>Save the view</source>
        <translation>保存视图</translation>
    </message>
    <message>
        <source>Set the priority</source>
        <translation>设置优先级</translation>
    </message>
    <message>
        <source>Short words of your team. Cases are found by them, and saved views use them.</source>
        <translation>团队内部的短标签，可用于查找和已保存的视图。</translation>
    </message>
    <message>
        <source>Snooze</source>
        <translation>稍后处理</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Tab goes on, Enter saves, Esc closes</source>
        <translation>Tab 下一项，Enter 保存，Esc 关闭</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Tag the case</source>
        <translation>为案件加标签</translation>
    </message>
    <message>
        <source>The server did not name your colleagues. The cases can go back to the queue.</source>
        <translation>未能查到同事名单，案件可退回队列。</translation>
    </message>
    <message>
        <source>The server finds no others.</source>
        <translation>服务器上没有其他结果。</translation>
    </message>
    <message>
        <source>The server finds nothing either.</source>
        <translation>服务器上也没有找到。</translation>
    </message>
    <message>
        <source>This seat keeps no copy, so words inside evidence are not found here.</source>
        <translation>本机不保留副本，因此无法在此按证据内容查找。</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>What</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>What it shows</source>
        <translation>显示条件</translation>
    </message>
    <message>
        <source>Words inside evidence: {n} of {m} cases are read so far.</source>
        <translation>证据内容：已读取 {m} 个案件中的 {n} 个。</translation>
    </message>
    <message>
        <source>Your views</source>
        <translation>您的视图</translation>
    </message>
    <message>
        <source>assigned</source>
        <translation>已分配</translation>
    </message>
    <message>
        <source>assigned to you</source>
        <translation>已分配给您</translation>
    </message>
    <message>
        <source>back</source>
        <translation>已取回</translation>
    </message>
    <message>
        <source>back: {reason}</source>
        <translation>已取回：{reason}</translation>
    </message>
    <message>
        <source>chosen</source>
        <translation>已选中</translation>
    </message>
    <message>
        <source>clock stopped</source>
        <translation>已暂停计时</translation>
    </message>
    <message>
        <source>clock stopped: {reason}</source>
        <translation>已暂停计时：{reason}</translation>
    </message>
    <message>
        <source>handed over by {name}</source>
        <translation>{name} 交接</translation>
    </message>
    <message>
        <source>handed over to you</source>
        <translation>交接给您</translation>
    </message>
    <message>
        <source>mule ring, call back</source>
        <translation>跑分团伙，需回电</translation>
    </message>
    <message>
        <source>mule ring, call back (up to {n} characters each)</source>
        <translation>跑分团伙，需回电（每个不超过 {n} 字符）</translation>
    </message>
    <message>
        <source>reserved</source>
        <translation>已领取</translation>
    </message>
    <message>
        <source>skipped until {time}: {reason}</source>
        <translation>已跳过至 {time}：{reason}</translation>
    </message>
    <message>
        <source>the agent&apos;s reasoning</source>
        <translation>智能体的推理</translation>
    </message>
    <message>
        <source>the subject&apos;s details</source>
        <translation>对象信息</translation>
    </message>
    <message>
        <source>type:kyc_audit priority&gt;=60</source>
        <translation>type:kyc_audit priority&gt;=60</translation>
    </message>
    <message>
        <source>until {time}</source>
        <translation>至 {time}</translation>
    </message>
    <message>
        <source>until {time}: {reason}</source>
        <translation>至 {time}：{reason}</translation>
    </message>
    <message>
        <source>with you: {left}</source>
        <translation>已带走：{left}</translation>
    </message>
    <message>
        <source>{n} of {m}</source>
        <translation>{n} / {m}</translation>
    </message>
    <message>
        <source>{n} of {m} cases will change.</source>
        <translation>{m} 件中将变更 {n} 件。</translation>
    </message>
    <message>
        <source>{n} of {m} on this seat</source>
        <translation>本机有 {n} 件，共 {m} 件</translation>
    </message>
    <message>
        <source>{n} of {m} on this seat · {key} finds the others</source>
        <translation>本机有 {n} 件，共 {m} 件 · 按 {key} 查找其余案件</translation>
    </message>
    <message>
        <source>↑ ↓ or 1–9 choose, Tab goes on, Enter changes, Esc closes. It can be taken back.</source>
        <translation>↑ ↓ 或 1–9 选择，Tab 下一项，Enter 执行，Esc 关闭。可撤回。</translation>
    </message>
    <message>
        <source>↑ ↓ or 1–9 choose, Tab goes on, Enter saves, Delete removes a view, Esc closes</source>
        <translation>↑ ↓ 或 1–9 选择，Tab 下一项，Enter 保存，Delete 删除视图，Esc 关闭</translation>
    </message>
    <message>
        <source>Reading the queue …</source>
        <translation>正在读取队列…</translation>
    </message>
    <message>
        <source>Enter keeps, Esc closes</source>
        <translation>Enter 保存，Esc 关闭</translation>
    </message>
    <message>
        <source>Enter keeps, Tab goes to the tags, Esc closes</source>
        <translation>Enter 保存，Tab 到标签，Esc 关闭</translation>
    </message>
    <message>
        <source>Nothing is found in this view.</source>
        <translation>此视图中没有找到。</translation>
    </message>
    <message>
        <source>Review queue</source>
        <translation>审核队列</translation>
    </message>
</context>
<context>
    <name>Reasons</name>
    <message>
        <source>Choose a decision</source>
        <translation>请选择审核结论</translation>
    </message>
    <message>
        <source>Choose a reason (1–9)</source>
        <translation>请选择原因（1–9）</translation>
    </message>
    <message>
        <source>Choose a reason from the list</source>
        <translation>请从列表中选择原因</translation>
    </message>
    <message>
        <source>Choose one reason for ROCA’s errors and one for the rest</source>
        <translation>请为 ROCA 的错误选一个原因，其余的再选一个</translation>
    </message>
    <message>
        <source>ROCA’s word is kept back until you have decided</source>
        <translation>作出决定后才显示 ROCA 的判定</translation>
    </message>
    <message>
        <source>ROCA’s word is kept back until you have decided. Decide first, then ask.</source>
        <translation>作出决定后才显示 ROCA 的判定。请先决定，再请求。</translation>
    </message>
    <message>
        <source>This can be said once ROCA’s word is shown</source>
        <translation>显示 ROCA 的判定后才能填写</translation>
    </message>
    <message>
        <source>This reason does not fit the decision: choose another</source>
        <translation>该原因与结论不符，请另选</translation>
    </message>
    <message>
        <source>Say what it is attributed to</source>
        <translation>请说明归因对象</translation>
    </message>
    <message>
        <source>Choose what it is attributed to from the list</source>
        <translation>请从列表中选择归因对象</translation>
    </message>
    <message>
        <source>Write one or two sentences</source>
        <translation>请写一至两句话</translation>
    </message>
    <message>
        <source>At most two sentences</source>
        <translation>最多两句话</translation>
    </message>
    <message>
        <source>20 cases at once are the most. Give some back first.</source>
        <translation>一次最多 20 件。请先退回一些。</translation>
    </message>
    <message>
        <source>20 cases at once are the most: give some back first</source>
        <translation>一次最多 20 件：请先退回一些</translation>
    </message>
    <message>
        <source>A Key User case cannot be put off past its deadline</source>
        <translation>关键用户案件不能推迟到截止时间之后</translation>
    </message>
    <message>
        <source>A Key User case is decided alone</source>
        <translation>关键用户案件须单独决定</translation>
    </message>
    <message>
        <source>A Key User case stays with the house. Take others along.</source>
        <translation>关键用户案件不能带走。请带走其他案件。</translation>
    </message>
    <message>
        <source>A Key User case stays: two people decide it</source>
        <translation>关键用户案件不能带走：须双人复核</translation>
    </message>
    <message>
        <source>A cap lies between 1 and 100</source>
        <translation>上限须在 1 到 100 之间</translation>
    </message>
    <message>
        <source>A case is chosen twice</source>
        <translation>有案件被重复选择</translation>
    </message>
    <message>
        <source>A clause is named in 1 to 200 visible characters</source>
        <translation>条款名称须为 1 至 200 个可见字符</translation>
    </message>
    <message>
        <source>A file that keeps this seat shut is missing or is an old one. Sign in again; what you have not sent is kept.</source>
        <translation>保护本工位的一个文件缺失或已过时。请重新登录；您尚未发送的内容会保留。</translation>
    </message>
    <message>
        <source>A hundred snippets is the most: remove one first</source>
        <translation>最多一百条常用语：请先删除一条</translation>
    </message>
    <message>
        <source>A key has 1 to 12 small letters or digits</source>
        <translation>快捷词为 1 至 12 个小写字母或数字</translation>
    </message>
    <message>
        <source>A name has 1 to 40 characters</source>
        <translation>名称为 1 至 40 个字符</translation>
    </message>
    <message>
        <source>A name has 1 to 60 characters</source>
        <translation>名称为 1 至 60 个字符</translation>
    </message>
    <message>
        <source>A pattern has 2 to 200 cases</source>
        <translation>一个模式包含 2 至 200 个案件</translation>
    </message>
    <message>
        <source>A priority lies between 0 and 100</source>
        <translation>优先级在 0 到 100 之间</translation>
    </message>
    <message>
        <source>A quotation mark has no end</source>
        <translation>引号没有成对</translation>
    </message>
    <message>
        <source>A rule has a name of 1 to 60 characters</source>
        <translation>规则名称须为 1 到 60 个字符</translation>
    </message>
    <message>
        <source>A snippet has 1 to 500 characters</source>
        <translation>常用语为 1 至 500 个字符</translation>
    </message>
    <message>
        <source>A step marked right cannot have an error</source>
        <translation>标为正确的步骤不能有错误类型</translation>
    </message>
    <message>
        <source>A tag has 1 to 32 visible characters</source>
        <translation>标签为 1 至 32 个可见字符</translation>
    </message>
    <message>
        <source>A threshold is challenged by a case that is decided.</source>
        <translation>只有已决定的案件可用来质疑阈值。</translation>
    </message>
    <message>
        <source>An earlier step on this case has not arrived yet. It follows.</source>
        <translation>本案较早的一步尚未送达，随后会到。</translation>
    </message>
    <message>
        <source>An experiment with this threshold is running. End it first.</source>
        <translation>该阈值的实验正在进行，请先结束实验。</translation>
    </message>
    <message>
        <source>Another one has this name already. Choose another name.</source>
        <translation>已有同名项。请换一个名称。</translation>
    </message>
    <message>
        <source>Another proposal for this is under way. See to that one first.</source>
        <translation>同一事项已有提案在进行中，请先处理该提案。</translation>
    </message>
    <message>
        <source>Another rule has this name</source>
        <translation>已有同名规则</translation>
    </message>
    <message>
        <source>Another snippet has this key</source>
        <translation>已有常用语使用该快捷词</translation>
    </message>
    <message>
        <source>Another snippet has this name</source>
        <translation>已有同名常用语</translation>
    </message>
    <message>
        <source>Another version of this page is in force by now. Put both together.</source>
        <translation>该页面现已有其他版本生效，请将两者合并。</translation>
    </message>
    <message>
        <source>Assigned to somebody else</source>
        <translation>已分配给他人</translation>
    </message>
    <message>
        <source>At most 1,000 characters</source>
        <translation>最多 1,000 个字符</translation>
    </message>
    <message>
        <source>At most 10 tags</source>
        <translation>最多 10 个标签</translation>
    </message>
    <message>
        <source>At most 2,000 characters</source>
        <translation>最多 2,000 个字符</translation>
    </message>
    <message>
        <source>At most 200 characters</source>
        <translation>最多 200 个字符</translation>
    </message>
    <message>
        <source>At most 200 rules</source>
        <translation>规则最多 200 项</translation>
    </message>
    <message>
        <source>At most 24 hours</source>
        <translation>最多 24 小时</translation>
    </message>
    <message>
        <source>At most 30 saved views</source>
        <translation>最多保存 30 个视图</translation>
    </message>
    <message>
        <source>At most 50 languages and vendors, each of 1 to 60 characters</source>
        <translation>语言和供应商各最多 50 个，每个 1 到 60 个字符</translation>
    </message>
    <message>
        <source>At most 50 skills, each of 1 to 60 characters</source>
        <translation>最多 50 项技能，每项 1 到 60 个字符</translation>
    </message>
    <message>
        <source>At most 500 characters</source>
        <translation>最多 500 个字符</translation>
    </message>
    <message>
        <source>Both texts are in one language: write the second one in the other</source>
        <translation>两段文字语言相同，请用另一种语言填写第二段</translation>
    </message>
    <message>
        <source>Cases come one after another. Take the next one.</source>
        <translation>案件按顺序逐个派发。请处理下一个。</translation>
    </message>
    <message>
        <source>Cases come one after another: take the next one</source>
        <translation>案件按顺序逐个派发：请处理下一个</translation>
    </message>
    <message>
        <source>Choose a priority</source>
        <translation>请选择优先级</translation>
    </message>
    <message>
        <source>Choose another person</source>
        <translation>请选择其他人</translation>
    </message>
    <message>
        <source>Choose between 1 and 500 cases</source>
        <translation>请选择 1 至 500 件案件</translation>
    </message>
    <message>
        <source>Choose each case once</source>
        <translation>每个案件只能选一次</translation>
    </message>
    <message>
        <source>Choose or write what was missing</source>
        <translation>请选择或填写缺少的内容</translation>
    </message>
    <message>
        <source>Choose pass or block</source>
        <translation>请选择通过或拦截</translation>
    </message>
    <message>
        <source>Choose up to 10, each once</source>
        <translation>最多选择 10 项，每项一次</translation>
    </message>
    <message>
        <source>Choose what to do with the cases</source>
        <translation>请选择要对案件做的操作</translation>
    </message>
    <message>
        <source>Choose what was missing from the list</source>
        <translation>请从列表中选择缺少的内容</translation>
    </message>
    <message>
        <source>Choose why ROCA should look again</source>
        <translation>请选择 ROCA 重新评估的原因</translation>
    </message>
    <message>
        <source>Decide again: label and decision disagree</source>
        <translation>请重新作结论：标签与结论不一致</translation>
    </message>
    <message>
        <source>Due too soon to be taken along</source>
        <translation>即将到期，不能带走</translation>
    </message>
    <message>
        <source>More decisions fit than one lot may hold. Choose a shorter time.</source>
        <translation>符合条件的决定超过一批的上限。请缩短时间范围。</translation>
    </message>
    <message>
        <source>Name a tag</source>
        <translation>请填写标签</translation>
    </message>
    <message>
        <source>No browser opened here. Ask your administrator, or use a password.</source>
        <translation>本机没有打开浏览器。请联系管理员，或使用密码登录。</translation>
    </message>
    <message>
        <source>No case is kept here. New ones come with the next connection.</source>
        <translation>本机没有案件，连接恢复后会有新案件。</translation>
    </message>
    <message>
        <source>No case is waiting. New ones appear by themselves.</source>
        <translation>没有待审核的案件，新案件会自动出现。</translation>
    </message>
    <message>
        <source>No case is waiting. Next sync in {n} s.</source>
        <translation>没有待审核的案件，{n} 秒后再次同步。</translation>
    </message>
    <message>
        <source>No case of this pattern is left to decide.</source>
        <translation>此模式中没有待决定的案件。</translation>
    </message>
    <message>
        <source>No labelled case fits. Choose a longer time or fewer conditions.</source>
        <translation>没有符合条件的已标注案件。请选择更长的时间或更少的条件。</translation>
    </message>
    <message>
        <source>No labelled case is left for this training set. Choose others.</source>
        <translation>此训练集没有可用的已标注案件。请另选。</translation>
    </message>
    <message>
        <source>No row of the ledger is left to ask for.</source>
        <translation>台账中已没有可调取的记录。</translation>
    </message>
    <message>
        <source>No safe connection could be made, so nothing was sent. Ask your administrator.</source>
        <translation>无法建立安全连接，因此未发送任何内容。请联系管理员。</translation>
    </message>
    <message>
        <source>Nobody else decided anything that fits. Choose a longer time.</source>
        <translation>没有他人作出的符合条件的决定。请延长时间范围。</translation>
    </message>
    <message>
        <source>Nobody has said yet which decision is right. There is nothing to dispute.</source>
        <translation>尚无人判定哪个决定正确，暂无可申诉的内容。</translation>
    </message>
    <message>
        <source>Nobody here is known under this identity. Ask your administrator to let you in.</source>
        <translation>此处没有与该身份对应的人员。请联系管理员为您开通。</translation>
    </message>
    <message>
        <source>Nobody signed in within five minutes. Begin again when you are ready.</source>
        <translation>五分钟内无人登录。准备好后请重新开始。</translation>
    </message>
    <message>
        <source>None of the chosen cases would change</source>
        <translation>所选案件都不会变更</translation>
    </message>
    <message>
        <source>Not every case is decided again yet. Score the rest, then sign.</source>
        <translation>还有案件未复核。请先复核其余案件，再签字。</translation>
    </message>
    <message>
        <source>Nothing was changed</source>
        <translation>没有任何更改</translation>
    </message>
    <message>
        <source>One of the conditions is not known</source>
        <translation>有一个条件无法识别</translation>
    </message>
    <message>
        <source>One of the values is not known here: choose it again</source>
        <translation>其中一个值无法识别：请重新选择</translation>
    </message>
    <message>
        <source>Only a decision made blind can be completed, and only once. The first one stands.</source>
        <translation>只有盲审的决定可以补充，且只能补充一次。以第一次为准。</translation>
    </message>
    <message>
        <source>Only a team lead makes or unmakes a Key User case</source>
        <translation>只有组长可以设置或取消关键用户案件</translation>
    </message>
    <message>
        <source>Passwords are not taken here. Sign in through your organisation.</source>
        <translation>此处不接受密码。请通过您的组织登录。</translation>
    </message>
    <message>
        <source>Put off until later: bring it back first</source>
        <translation>已设为稍后处理：请先取回</translation>
    </message>
    <message>
        <source>ROCA was asked already. Its answer comes by itself.</source>
        <translation>已请求 ROCA 重新评估，结果会自动送达。</translation>
    </message>
    <message>
        <source>ROCA was asked and has not answered yet</source>
        <translation>已请求 ROCA，尚未答复</translation>
    </message>
    <message>
        <source>Reading the queue …</source>
        <translation>正在读取队列……</translation>
    </message>
    <message>
        <source>Reserved on your other computer: open it again to take it over</source>
        <translation>已在您的另一台电脑上领取：重新打开即可转到这里</translation>
    </message>
    <message>
        <source>Say a skill, a cap, or both</source>
        <translation>请填写技能、上限，或两者都填</translation>
    </message>
    <message>
        <source>Say in a note what ROCA should look at</source>
        <translation>请在备注中说明 ROCA 应查看什么</translation>
    </message>
    <message>
        <source>Say what the view shows</source>
        <translation>请填写视图的筛选条件</translation>
    </message>
    <message>
        <source>Single cases of an open run stand open to those alone who judge no pairs of it.</source>
        <translation>测试未结束时，只有不评判推理对的人才能查看单个案件。</translation>
    </message>
    <message>
        <source>Somebody else changed the rules. Read them again.</source>
        <translation>规则已被他人更改，请重新读取。</translation>
    </message>
    <message>
        <source>Somebody else has changed this finding. Read it again.</source>
        <translation>他人已修改此发现。请重新读取。</translation>
    </message>
    <message>
        <source>Somebody else has changed what roles allow. Look again.</source>
        <translation>其他人已更改角色权限。请重新查看。</translation>
    </message>
    <message>
        <source>Somebody has looked at this review already.</source>
        <translation>已有人看过这份复核。</translation>
    </message>
    <message>
        <source>Take the personal data out of the text</source>
        <translation>请删除文字中的个人信息</translation>
    </message>
    <message>
        <source>Taking cases along is not granted to you. Ask your lead; nothing was reserved.</source>
        <translation>您没有带走案件的权限。请联系组长；未领取任何案件。</translation>
    </message>
    <message>
        <source>Taking cases along is not granted to you: ask your lead</source>
        <translation>您没有带走案件的权限：请联系组长</translation>
    </message>
    <message>
        <source>The ballots of this session are not shown to you yet.</source>
        <translation>这次校准会的投票尚未向你公布。</translation>
    </message>
    <message>
        <source>The candidate has not answered a case of this set yet. Conclude once it has.</source>
        <translation>候选版本尚未答复此案件集中的任何案件。请在其答复后再作结论。</translation>
    </message>
    <message>
        <source>The case is assigned to somebody else. Take the next one.</source>
        <translation>该案件已分配给他人。请处理下一件。</translation>
    </message>
    <message>
        <source>The case is due too soon to be taken along. Decide it now.</source>
        <translation>案件即将到期，不能带走。请立即处理。</translation>
    </message>
    <message>
        <source>The case is put off until later. Take the next one.</source>
        <translation>该案件已设为稍后处理。请处理下一件。</translation>
    </message>
    <message>
        <source>The case is settled already.</source>
        <translation>该案件已有定论。</translation>
    </message>
    <message>
        <source>The certificate file that your organisation chose cannot be used. Ask your administrator.</source>
        <translation>机构指定的证书文件无法使用。请联系管理员。</translation>
    </message>
    <message>
        <source>The clock of this case is running</source>
        <translation>该案件正在计时</translation>
    </message>
    <message>
        <source>The finding is at another step already. Read it again.</source>
        <translation>此发现已处于其他步骤。请重新读取。</translation>
    </message>
    <message>
        <source>The identity provider names an address that is not safe. Ask your administrator.</source>
        <translation>身份提供方给出的地址不安全。请联系管理员。</translation>
    </message>
    <message>
        <source>The identity provider refused, or said what cannot be read. Try again, or ask your administrator.</source>
        <translation>身份提供方拒绝了请求，或其答复无法读取。请重试，或联系管理员。</translation>
    </message>
    <message>
        <source>The kept session cannot be opened. Sign in again.</source>
        <translation>无法打开已保存的会话，请重新登录。</translation>
    </message>
    <message>
        <source>The note holds characters that cannot be shown</source>
        <translation>备注含有无法显示的字符</translation>
    </message>
    <message>
        <source>The note is too long</source>
        <translation>备注过长</translation>
    </message>
    <message>
        <source>The proposal is at another step by now. Read it again.</source>
        <translation>该提案现已处于其他步骤，请重新读取。</translation>
    </message>
    <message>
        <source>The proxy of this computer is of a kind that cannot be used. Ask your administrator.</source>
        <translation>本机的代理类型不受支持。请联系管理员。</translation>
    </message>
    <message>
        <source>The proxy on the way to the server does not answer or refuses. Ask your administrator.</source>
        <translation>通往服务器的代理无响应或拒绝连接。请联系管理员。</translation>
    </message>
    <message>
        <source>The proxy on the way to the server wants a name and password. Ask your administrator.</source>
        <translation>通往服务器的代理要求用户名和密码。请联系管理员。</translation>
    </message>
    <message>
        <source>The rules of the house give this case to others</source>
        <translation>按内部规则，本案由他人处理</translation>
    </message>
    <message>
        <source>The rules of the house give this case to others. Take the next one.</source>
        <translation>按内部规则，本案由他人处理。请处理下一个。</translation>
    </message>
    <message>
        <source>The server did not accept it as it was sent. Your work is kept; tell your lead.</source>
        <translation>服务器未接受所发送的内容。您的工作已保存，请告知组长。</translation>
    </message>
    <message>
        <source>The server did not accept the frame, the plan or the words. Change them.</source>
        <translation>服务器未接受抽样范围、方案或文字。请修改。</translation>
    </message>
    <message>
        <source>The server does not accept what the identity provider said. Try again, or ask your administrator.</source>
        <translation>服务器不接受身份提供方的答复。请重试，或联系管理员。</translation>
    </message>
    <message>
        <source>The server does not know this version of the program. Update it; work is kept.</source>
        <translation>服务器无法识别此程序版本。请更新；您的工作已保存。</translation>
    </message>
    <message>
        <source>The server draws another sample from this lot, seed and plan. Draw again; tell your lead.</source>
        <translation>按此批、种子和方案，服务器抽出的样本不同。请重新抽取，并告知组长。</translation>
    </message>
    <message>
        <source>The server has not answered this yet.</source>
        <translation>服务器尚未回应此项。</translation>
    </message>
    <message>
        <source>The server holds other scores than were signed. Wait until all are sent, then sign again.</source>
        <translation>服务器上的复核结果与签字内容不一致。请等全部发送后再签字。</translation>
    </message>
    <message>
        <source>The server refused this change to the case. Make it anew.</source>
        <translation>服务器未接受对该案件的更改。请重新操作。</translation>
    </message>
    <message>
        <source>The server&apos;s certificate is not trusted here, so nothing was sent. Ask your administrator.</source>
        <translation>本机不信任服务器的证书，因此未发送任何内容。请联系管理员。</translation>
    </message>
    <message>
        <source>The server&apos;s certificate is out of date, or this computer&apos;s clock is wrong. Nothing was sent.</source>
        <translation>服务器证书不在有效期内，或本机时钟有误。未发送任何内容。</translation>
    </message>
    <message>
        <source>The server’s history has changed. Everything is read again by itself.</source>
        <translation>服务器的历史已变更，将自动重新读取全部内容。</translation>
    </message>
    <message>
        <source>The signature is not of this seat. Sign in again, then sign.</source>
        <translation>签字不属于本工作站。请重新登录后再签字。</translation>
    </message>
    <message>
        <source>The text holds characters that cannot be shown</source>
        <translation>文字中含有无法显示的字符</translation>
    </message>
    <message>
        <source>The time to decide again is over. The decision stands; add the reason without a new decision.</source>
        <translation>重新决定的时间已过。原决定有效；请只补充原因。</translation>
    </message>
    <message>
        <source>The time to decide again is over: the reason can still be added</source>
        <translation>重新决定的时间已过：仍可补充原因</translation>
    </message>
    <message>
        <source>The time worked is not plausible: open the case again</source>
        <translation>有效处理时长不合理：请重新打开案件</translation>
    </message>
    <message>
        <source>The webhook endpoint is switched off. Switch it on first.</source>
        <translation>该 Webhook 端点已停用，请先启用。</translation>
    </message>
    <message>
        <source>There are as many webhook endpoints as may be: remove one first.</source>
        <translation>Webhook 端点已达上限，请先删除一个。</translation>
    </message>
    <message>
        <source>There is no such case type</source>
        <translation>没有这种案件类型</translation>
    </message>
    <message>
        <source>There is no threshold before this one to go back to.</source>
        <translation>此前没有可恢复的阈值。</translation>
    </message>
    <message>
        <source>These scores are signed and stand.</source>
        <translation>这些复核结果已签字，不再更改。</translation>
    </message>
    <message>
        <source>This case cannot become one with a known answer. Choose another that was decided and settled.</source>
        <translation>此案件不能作为已知答案的案件。请另选一件已审结且无争议的案件。</translation>
    </message>
    <message>
        <source>This case is already escalated</source>
        <translation>此案件已上报</translation>
    </message>
    <message>
        <source>This case is not put off</source>
        <translation>该案件未设为稍后处理</translation>
    </message>
    <message>
        <source>This case is not yours to score or to settle.</source>
        <translation>该案件不由您复核或仲裁。</translation>
    </message>
    <message>
        <source>This case is on the server alone: it can be read here, not decided</source>
        <translation>此案件仅在服务器上：可在此查看，不能审结</translation>
    </message>
    <message>
        <source>This case was withdrawn</source>
        <translation>该案件已撤回</translation>
    </message>
    <message>
        <source>This challenge was answered already. Read the list again.</source>
        <translation>这个质疑已有答复。请重新读取列表。</translation>
    </message>
    <message>
        <source>This dispute was settled already. Read the list again.</source>
        <translation>该申诉已有裁定，请重新读取列表。</translation>
    </message>
    <message>
        <source>This draft was edited in another window. Put both together.</source>
        <translation>此草稿已在另一个窗口中修改过。请将两处修改合并。</translation>
    </message>
    <message>
        <source>This finding was raised already.</source>
        <translation>此发现已提出过。</translation>
    </message>
    <message>
        <source>This is not on the server, or not yours to see. Your work is kept.</source>
        <translation>服务器上没有此项，或您无权查看。您的工作已保存。</translation>
    </message>
    <message>
        <source>This lot cannot be carried whole. Draw from it first.</source>
        <translation>该批不能整批带走。请先抽样。</translation>
    </message>
    <message>
        <source>This name is taken</source>
        <translation>该名称已被使用</translation>
    </message>
    <message>
        <source>This network wants a sign-in of its own. Open a browser, sign in there and try again.</source>
        <translation>此网络需要先登录。请打开浏览器登录网络，然后重试。</translation>
    </message>
    <message>
        <source>This page has no place in Confluence. A lead can give it one.</source>
        <translation>该页面在 Confluence 中没有对应页面，可由组长指定。</translation>
    </message>
    <message>
        <source>This pair was judged already. The next one is another.</source>
        <translation>这一对已评判过。下一对是另一对。</translation>
    </message>
    <message>
        <source>This person cannot decide this case: choose another</source>
        <translation>此人不能审结该案件：请选择其他人</translation>
    </message>
    <message>
        <source>This request was answered already. Read it again.</source>
        <translation>此请求已答复。请重新读取。</translation>
    </message>
    <message>
        <source>This seat has no key that a packet could be sealed to. Sign in again.</source>
        <translation>本工作站没有可用于密封数据包的密钥。请重新登录。</translation>
    </message>
    <message>
        <source>This seat was revoked. What you have not sent stays sealed here. Ask your lead to let it in again.</source>
        <translation>本机的使用权限已被撤销。未发送的内容仍密封保存在本机。请联系组长恢复。</translation>
    </message>
    <message>
        <source>This seat was without the server for too long. The cases kept here are gone; what you have not sent is sealed and comes back when you sign in online.</source>
        <translation>本机与服务器失去联系的时间过长。保存在本机的案件已删除；未发送的内容已密封，联网登录后即可恢复。</translation>
    </message>
    <message>
        <source>This session has ended. What you wrote is kept beside it as late, and counts in no figure.</source>
        <translation>这次校准会已结束。你写的内容作为迟到的记录保留，不计入任何数字。</translation>
    </message>
    <message>
        <source>This token is no longer good. Make a new one.</source>
        <translation>此令牌已失效。请新建一个。</translation>
    </message>
    <message>
        <source>This was no review, so it cannot be made a draft again</source>
        <translation>这不是审核，无法恢复为草稿</translation>
    </message>
    <message>
        <source>This was not refused, so it cannot be made a draft again.</source>
        <translation>此项未被拒绝，因此不能恢复为草稿。</translation>
    </message>
    <message>
        <source>What answered has the certificate of another name, so nothing was sent. Ask your administrator.</source>
        <translation>应答方的证书属于另一个名称，因此未发送任何内容。请联系管理员。</translation>
    </message>
    <message>
        <source>What is kept on this computer cannot be read. Nothing was deleted; ask your administrator.</source>
        <translation>无法读取本机保存的内容。没有删除任何数据，请联系管理员。</translation>
    </message>
    <message>
        <source>Write a note</source>
        <translation>请填写备注</translation>
    </message>
    <message>
        <source>Write a note for the next person</source>
        <translation>请为下一位填写备注</translation>
    </message>
    <message>
        <source>Write a threshold from 0 to 1, such as 0.90.</source>
        <translation>请写 0 到 1 之间的阈值，如 0.90。</translation>
    </message>
    <message>
        <source>Write in English or Chinese</source>
        <translation>请用英文或中文书写</translation>
    </message>
    <message>
        <source>A marked step is no longer there</source>
        <translation>所标记的步骤已不存在</translation>
    </message>
    <message>
        <source>A Key User case is escalated: two people decide it</source>
        <translation>关键用户案件须上报：由两人共同决定</translation>
    </message>
    <message>
        <source>You escalated this case: another person decides it</source>
        <translation>本案由您上报：须由他人决定</translation>
    </message>
    <message>
        <source>An escalated case is decided by a senior person</source>
        <translation>已上报的案件由高级审核员决定</translation>
    </message>
    <message>
        <source>Sign in to decide</source>
        <translation>请登录后再作结论</translation>
    </message>
    <message>
        <source>Your role reads cases and does not decide them</source>
        <translation>您的角色可查看案件，不作结论</translation>
    </message>
    <message>
        <source>Reserved by somebody else</source>
        <translation>已被他人领取</translation>
    </message>
    <message>
        <source>Reserving this case for you</source>
        <translation>正在为您领取本案</translation>
    </message>
    <message>
        <source>Not reserved for you: offline it can be drafted, not sent</source>
        <translation>您未领取本案：离线时可写草稿，不能发送</translation>
    </message>
    <message>
        <source>Your reservation has ended: it is asked for again when online</source>
        <translation>领取已到期：联机后会重新领取</translation>
    </message>
    <message>
        <source>This case is already decided</source>
        <translation>本案已审结</translation>
    </message>
    <message>
        <source>Your decision is on its way</source>
        <translation>您的结论正在发送</translation>
    </message>
    <message>
        <source>This case is not on this computer</source>
        <translation>本机没有此案件</translation>
    </message>
    <message>
        <source>A rule is made of type:, language:, vendor:, skill:, cap: and late:</source>
        <translation>规则由 type:、language:、vendor:、skill:、cap: 和 late: 组成</translation>
    </message>
    <message>
        <source>It is not shown yet. What was planned has to hold first.</source>
        <translation>尚未得到证实，须先达到事先登记的标准。</translation>
    </message>
    <message>
        <source>Not possible now ({code})</source>
        <translation>现在无法操作（{code}）</translation>
    </message>
    <message>
        <source>The server cannot be reached. Your work is kept and goes out by itself.</source>
        <translation>无法连接服务器。您的工作已保存，恢复后会自动发送。</translation>
    </message>
    <message>
        <source>You are not licensed for this kind of case yet</source>
        <translation>您尚未获得处理此类案件的资格</translation>
    </message>
    <message>
        <source>You are not licensed for this kind of case yet. Take the next one.</source>
        <translation>您尚未获得处理此类案件的资格，请处理下一个。</translation>
    </message>
    <message>
        <source>You have challenged a threshold by this case already.</source>
        <translation>你已经用这个案件质疑过阈值。</translation>
    </message>
    <message>
        <source>You have disputed this judgement already. Its answer comes by itself.</source>
        <translation>您已对该判定提出申诉，答复会自动送达。</translation>
    </message>
    <message>
        <source>You have looked at the cases of this run, so that no more pairs of it are laid before you.</source>
        <translation>您已查看这次测试的案件，不再向您出示推理对。</translation>
    </message>
    <message>
        <source>You proposed this change. Somebody else has to approve it.</source>
        <translation>该变更由您提出，须由他人批准。</translation>
    </message>
    <message>
        <source>You raised this dispute or made the judgement. Somebody else has to settle it.</source>
        <translation>该申诉由您提出，或该判定由您作出，须由他人裁定。</translation>
    </message>
    <message>
        <source>Your account is closed. What you have not sent stays sealed here. Ask your lead.</source>
        <translation>您的账号已停用。未发送的内容仍密封保存在本机。请联系组长。</translation>
    </message>
    <message>
        <source>Your organisation allows other servers only. Ask your administrator for the address.</source>
        <translation>您的机构只允许使用其他服务器。请向管理员询问地址。</translation>
    </message>
    <message>
        <source>Your session has ended. Sign in again; your work is kept.</source>
        <translation>会话已结束。请重新登录，您的工作已保存。</translation>
    </message>
    <message>
        <source>Name or password is wrong. Try again.</source>
        <translation>用户名或密码错误，请重试。</translation>
    </message>
    <message>
        <source>Something other than the server answered. Check the address or the network’s sign-in page.</source>
        <translation>响应的不是本服务器。请检查地址或网络登录页。</translation>
    </message>
    <message>
        <source>The server asks to wait a little. It is tried again by itself.</source>
        <translation>服务器要求稍候，将自动重试。</translation>
    </message>
    <message>
        <source>Somebody else reserved the case meanwhile. Your review is kept beside theirs.</source>
        <translation>期间他人领取了本案。您的审核与对方的审核一并保留。</translation>
    </message>
    <message>
        <source>Somebody else decided otherwise meanwhile. A lead settles it; both are kept.</source>
        <translation>期间他人作出了不同结论。由组长裁定，两者均保留。</translation>
    </message>
    <message>
        <source>The case was withdrawn. Your review is kept and counts as work done.</source>
        <translation>本案已撤销。您的审核已保留，并计入工作量。</translation>
    </message>
    <message>
        <source>The evidence changed meanwhile. Open the case and look again.</source>
        <translation>期间证据已变更。请打开案件重新查看。</translation>
    </message>
    <message>
        <source>The case was escalated already. Nothing more to do.</source>
        <translation>本案此前已上报，无需再处理。</translation>
    </message>
    <message>
        <source>An escalated case is decided by another, senior person.</source>
        <translation>已上报的案件由另一位高级审核员决定。</translation>
    </message>
    <message>
        <source>A Key User case cannot be closed by one person. Escalate it.</source>
        <translation>关键用户案件不能由一人审结，请上报。</translation>
    </message>
    <message>
        <source>The server refused the review. Open it, mend it and send it again.</source>
        <translation>服务器拒绝了该审核。请打开、修改后重新发送。</translation>
    </message>
    <message>
        <source>Label and decision disagree. Open the case and decide again.</source>
        <translation>标签与结论不一致。请打开案件重新作结论。</translation>
    </message>
    <message>
        <source>Your role does not allow this. Ask your lead.</source>
        <translation>您的角色无此权限，请联系组长。</translation>
    </message>
    <message>
        <source>This was written by another person and is not sent in your name.</source>
        <translation>此内容由他人撰写，不会以您的名义发送。</translation>
    </message>
    <message>
        <source>This version is too old to read from the server. Update it; work is still sent.</source>
        <translation>此版本过旧，无法从服务器读取。请更新；您的工作仍会发送。</translation>
    </message>
    <message>
        <source>The case is reserved by somebody else. Take the next one.</source>
        <translation>本案已被他人领取，请处理下一件。</translation>
    </message>
    <message>
        <source>The case was decided already. Your review is kept.</source>
        <translation>本案此前已审结。您的审核已保留。</translation>
    </message>
    <message>
        <source>Too late to take it back: it has been sent.</source>
        <translation>已发送，无法撤回。</translation>
    </message>
    <message>
        <source>The review is not complete yet.</source>
        <translation>审核尚未填写完整。</translation>
    </message>
    <message>
        <source>This case is not on this computer. It comes with the next sync.</source>
        <translation>本机没有此案件，下次同步后会出现。</translation>
    </message>
    <message>
        <source>The server made a mistake. Your work is kept; try again later.</source>
        <translation>服务器出错。您的工作已保存，请稍后再试。</translation>
    </message>
    <message>
        <source>The server is not ready. It is tried again by itself.</source>
        <translation>服务器尚未就绪，将自动重试。</translation>
    </message>
    <message>
        <source>The keyring is locked. Unlock it to open what is kept on this computer.</source>
        <translation>密钥环已锁定。请解锁，以打开本机保存的内容。</translation>
    </message>
    <message>
        <source>Something went wrong ({code}). Your work is kept.</source>
        <translation>出现问题（{code}）。您的工作已保存。</translation>
    </message>
</context>
<context>
    <name>Reveal</name>
    <message>
        <source>Asking the server…</source>
        <translation>正在向服务器请求…</translation>
    </message>
    <message>
        <source>Choose a reason (1–4).</source>
        <translation>请选择查看事由（1–4）。</translation>
    </message>
    <message>
        <source>Each field you reveal is written to the audit trail with its reason.</source>
        <translation>每次查看明文都会连同查看事由记入审计日志。</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>字段</translation>
    </message>
    <message>
        <source>Nothing in sight is masked.</source>
        <translation>当前画面没有脱敏字段。</translation>
    </message>
    <message>
        <source>Only the server has this value, and it is out of reach. Try again online.</source>
        <translation>明文只在服务器上，目前无法连接。请联网后重试。</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>查看事由</translation>
    </message>
    <message>
        <source>Reveal a masked field</source>
        <translation>查看明文</translation>
    </message>
    <message>
        <source>This value is no longer on the server, or not yours to see.</source>
        <translation>服务器上已没有该值，或您无权查看。</translation>
    </message>
    <message>
        <source>You have seen {n} values within an hour, the most allowed. Try later.</source>
        <translation>一小时内已查看 {n} 次明文，达到上限。请稍后再试。</translation>
    </message>
    <message>
        <source>Your role does not see masked values. Ask your lead.</source>
        <translation>您的角色不能查看明文。请联系主管。</translation>
    </message>
    <message>
        <source>{title}: {field}</source>
        <translation>{title}：{field}</translation>
    </message>
    <message>
        <source>↑ ↓ field, 1–4 reason, Enter reveal, Esc close</source>
        <translation>↑ ↓ 选字段，1–4 选事由，Enter 查看，Esc 关闭</translation>
    </message>
</context>
<context>
    <name>Review</name>
    <message>
        <source>Take back</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>A pattern takes two cases, and no other open one that you see is linked with this one.</source>
        <translation>模式至少需要两件案件，而您能看到的未结案件中没有与本案关联的。</translation>
    </message>
    <message>
        <source>A pattern takes two cases. Choose them in the queue with {key} first.</source>
        <translation>模式至少需要两件案件。请先在队列中用 {key} 选择。</translation>
    </message>
    <message>
        <source>No file came with this case.</source>
        <translation>本案件没有附带文件。</translation>
    </message>
    <message>
        <source>No pattern waits to be decided.</source>
        <translation>没有待处理的成批上报。</translation>
    </message>
    <message>
        <source>ROCA’s verdict follows, and then the reason.</source>
        <translation>随后显示 ROCA 判定，再补根因。</translation>
    </message>
    <message>
        <source>Read it from the server</source>
        <translation>从服务器读取</translation>
    </message>
    <message>
        <source>{case} is a draft again.</source>
        <translation>{case} 已恢复为草稿。</translation>
    </message>
    <message>
        <source>{case} is not on this seat.</source>
        <translation>{case} 不在本机。</translation>
    </message>
    <message>
        <source>{case}: the server does not have it, or it is not yours to see.</source>
        <translation>{case}：服务器上没有此案件，或您无权查看。</translation>
    </message>
    <message>
        <source>{decision}: {case} is kept and sent in 10 s.</source>
        <translation>{decision}：{case} 已保存，10 秒后发送。</translation>
    </message>
    <message>
        <source>{decision}: {case} is with the server.</source>
        <translation>{decision}：{case} 已送达服务器。</translation>
    </message>
    <message>
        <source>{what} is kept and sent in 10 s.</source>
        <translation>{what}：已保存，10 秒后发送。</translation>
    </message>
    <message>
        <source>{what} is taken back.</source>
        <translation>{what}：已撤回。</translation>
    </message>
    <message>
        <source>{what} is with the server.</source>
        <translation>{what}：已送达服务器。</translation>
    </message>
    <message>
        <source>{what}: {case}</source>
        <translation>{what}：{case}</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>RoomFrame</name>
    <message>
        <source>Queue</source>
        <translation>队列</translation>
    </message>
    <message>
        <source>Assessment and decision</source>
        <translation>评估与结论</translation>
    </message>
</context>
<context>
    <name>Rooms</name>
    <message>
        <source>Review</source>
        <translation>审核</translation>
    </message>
    <message>
        <source>Activity</source>
        <translation>动态</translation>
    </message>
    <message>
        <source>Calibrate</source>
        <translation>校准</translation>
    </message>
    <message>
        <source>Feedback</source>
        <translation>反馈</translation>
    </message>
    <message>
        <source>My day</source>
        <translation>我的一天</translation>
    </message>
    <message>
        <source>QA</source>
        <translation>质检</translation>
    </message>
    <message>
        <source>SOPs</source>
        <translation>SOP</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>团队</translation>
    </message>
</context>
<context>
    <name>SeatPage</name>
    <message numerus="yes">
        <source>%n pieces of unsent work could not be sealed, because no recovery key is known here. They are gone.</source>
        <translation>
            <numerusform>有 %n 项未发送的工作因本机没有恢复密钥而无法密封，已经丢失。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n pieces of unsent work lie sealed in the profile. Your organisation can recover them.</source>
        <translation>
            <numerusform>有 %n 项未发送的工作密封保存在配置目录中，贵组织可以恢复。</numerusform>
        </translation>
    </message>
    <message>
        <source>Close the window. The next start begins with signing in.</source>
        <translation>请关闭窗口。下次启动时需要重新登录。</translation>
    </message>
    <message>
        <source>No work was left unsent.</source>
        <translation>没有未发送的工作。</translation>
    </message>
    <message>
        <source>Something stands in the way. It is tried again by itself.</source>
        <translation>暂时无法完成，将自动重试。</translation>
    </message>
    <message>
        <source>The keyring is locked and still holds the key, which opens nothing any more. Unlock the keyring; it is tried again by itself.</source>
        <translation>密钥环已锁定，仍保存着密钥，但该密钥已不能打开任何内容。请解锁密钥环，系统会自动重试。</translation>
    </message>
    <message>
        <source>The server could not be told yet. It is tried again by itself.</source>
        <translation>尚未能通知服务器，将自动重试。</translation>
    </message>
    <message>
        <source>This computer is being emptied</source>
        <translation>正在清空本机</translation>
    </message>
    <message>
        <source>This computer was emptied</source>
        <translation>本机已清空</translation>
    </message>
    <message>
        <source>You can close the window; it goes on at the next start.</source>
        <translation>您可以关闭窗口，下次启动时会继续。</translation>
    </message>
    <message>
        <source>Your organisation asked for it. The cases kept here and the key to them are gone.</source>
        <translation>这是贵组织的要求。保存在本机的案件及其密钥均已删除。</translation>
    </message>
    <message>
        <source>Your organisation asked for it. The cases kept here are gone.</source>
        <translation>这是贵组织的要求。保存在本机的案件均已删除。</translation>
    </message>
    <message>
        <source>Your organisation asked for it. What you have not sent is dealt with first; then everything kept here is removed.</source>
        <translation>这是贵组织的要求。先处理您未发送的内容，然后删除本机保存的一切。</translation>
    </message>
</context>
<context>
    <name>SettingsView</name>
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
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>This key has no name here. Choose another.</source>
        <translation>无法识别此按键，请换一个。</translation>
    </message>
    <message>
        <source>This machine blurs documents until Space is held; that cannot be changed here.</source>
        <translation>本机规定文件默认模糊，按住空格键才可查看，此处不能更改。</translation>
    </message>
    <message>
        <source>This workstation</source>
        <translation>本工作站</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>文字大小</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>服务器</translation>
    </message>
    <message>
        <source>Signed in as</source>
        <translation>登录身份</translation>
    </message>
    <message>
        <source>Key of this profile</source>
        <translation>本配置的密钥</translation>
    </message>
    <message>
        <source>A draft that was not sent is opened first, wherever you start.</source>
        <translation>无论从哪里开始，都会先打开未提交的草稿。</translation>
    </message>
    <message>
        <source>At the next start everything kept here gets another key.</source>
        <translation>下次启动时，此处保存的全部内容将换用新密钥。</translation>
    </message>
    <message>
        <source>Change the key</source>
        <translation>更换密钥</translation>
    </message>
    <message>
        <source>Comfortable</source>
        <translation>宽松</translation>
    </message>
    <message>
        <source>Compact</source>
        <translation>紧凑</translation>
    </message>
    <message>
        <source>Compact shows more rows of the queue and of tables.</source>
        <translation>紧凑时队列和表格显示更多行。</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Give “{action}” its first key back: {key}</source>
        <translation>将“{action}”恢复为初始按键：{key}</translation>
    </message>
    <message>
        <source>In UTC the status line says so.</source>
        <translation>使用 UTC 时，状态栏会注明。</translation>
    </message>
    <message>
        <source>In colour</source>
        <translation>彩色</translation>
    </message>
    <message>
        <source>In grey</source>
        <translation>灰度</translation>
    </message>
    <message>
        <source>Local time</source>
        <translation>本地时间</translation>
    </message>
    <message>
        <source>Press Enter on a key and then the new one. Backspace takes a key away, Delete brings the first one back.</source>
        <translation>在按键上按回车，再按新的按键。退格键清除按键，Delete 键恢复初始按键。</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行距</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>退出登录</translation>
    </message>
    <message>
        <source>Start with</source>
        <translation>启动后进入</translation>
    </message>
    <message>
        <source>The owner of this machine decided some of these settings.</source>
        <translation>部分设置由本机管理方决定。</translation>
    </message>
    <message>
        <source>Times</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>UTC</source>
        <translation>UTC</translation>
    </message>
    <message>
        <source>Work</source>
        <translation>工作</translation>
    </message>
    <message>
        <source>no key</source>
        <translation>无按键</translation>
    </message>
    <message>
        <source>{key} It is changed when Footplate is started the next time.</source>
        <translation>{key}下次启动 Footplate 时更换。</translation>
    </message>
    <message>
        <source>{key} belongs to “{other}”. “{action}” keeps its own.</source>
        <translation>{key} 已用于“{other}”，“{action}”保持原按键。</translation>
    </message>
    <message>
        <source>{key} is for writing, so no action can have it.</source>
        <translation>{key} 用于文字编辑，不能指定给操作。</translation>
    </message>
    <message>
        <source>{key} moves and chooses everywhere, so no action can have it.</source>
        <translation>{key} 用于移动和选择，不能指定给操作。</translation>
    </message>
    <message>
        <source>{key} switches input methods, so no action can have it.</source>
        <translation>{key} 用于切换输入法，不能指定给操作。</translation>
    </message>
    <message>
        <source>Keys as they were at first</source>
        <translation>恢复默认快捷键</translation>
    </message>
    <message>
        <source>In the keyring of your system. Cases and unsent work are kept encrypted.</source>
        <translation>位于系统密钥环。案件和未发送的工作均加密保存。</translation>
    </message>
    <message>
        <source>Handed over by the program that started this one, for this run only.</source>
        <translation>由启动本程序的程序交付，仅本次运行有效。</translation>
    </message>
    <message>
        <source>The time on a case counts while this window is in front and you use it. It stops {n} s after the last key, click or movement, and goes with the review.</source>
        <translation>仅当本窗口在最前且您正在操作时才计入案件处理时长；最后一次按键、点击或移动 {n} 秒后停止计时。该时长随审核一并提交。</translation>
    </message>
    <message>
        <source>There is none: you work online and nothing is kept on this computer.</source>
        <translation>没有密钥：您在线工作，本机不保存任何内容。</translation>
    </message>
    <message>
        <source>Press a key</source>
        <translation>请按键</translation>
    </message>
</context>
<context>
    <name>Sheets</name>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>/{key}, then Tab: {phrase}</source>
        <translation>/{key} 后按 Tab：{phrase}</translation>
    </message>
    <message>
        <source>1 hour</source>
        <translation>1 小时</translation>
    </message>
    <message>
        <source>14:30, 2h, 90 min</source>
        <translation>14:30、2h、90 min</translation>
    </message>
    <message>
        <source>1–9 or Enter puts in, Tab to the name, Esc closes</source>
        <translation>1–9 或 Enter 插入，Tab 到名称，Esc 关闭</translation>
    </message>
    <message>
        <source>30 minutes</source>
        <translation>30 分钟</translation>
    </message>
    <message>
        <source>4 hours</source>
        <translation>4 小时</translation>
    </message>
    <message>
        <source>A time of my own</source>
        <translation>自定时间</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>提交</translation>
    </message>
    <message>
        <source>Ask ROCA again</source>
        <translation>请 ROCA 重新判定</translation>
    </message>
    <message>
        <source>Asking the server who is here …</source>
        <translation>正在查询可交接的同事 …</translation>
    </message>
    <message>
        <source>Attributed to</source>
        <translation>归因于</translation>
    </message>
    <message>
        <source>Back to the queue</source>
        <translation>退回队列</translation>
    </message>
    <message>
        <source>Back {when}, {left} before its deadline.</source>
        <translation>{when} 回到队列，距截止时间还有 {left}。</translation>
    </message>
    <message>
        <source>Back {when}: it falls due before that and will be {late} late.</source>
        <translation>{when} 回到队列：届时已过截止时间，将超时 {late}。</translation>
    </message>
    <message>
        <source>Being kept …</source>
        <translation>正在保存 …</translation>
    </message>
    <message>
        <source>Bring back</source>
        <translation>取回</translation>
    </message>
    <message>
        <source>Bring it back now</source>
        <translation>立即取回</translation>
    </message>
    <message>
        <source>Cases</source>
        <translation>案件</translation>
    </message>
    <message>
        <source>Change to {decision}</source>
        <translation>改为{decision}</translation>
    </message>
    <message>
        <source>Choose a person, or the queue</source>
        <translation>请选择同事或退回队列</translation>
    </message>
    <message>
        <source>Choose until when</source>
        <translation>请选择稍后处理的时间</translation>
    </message>
    <message>
        <source>Colleagues who work on the case read it. No customer and no agent does.</source>
        <translation>仅处理此案件的同事可见，客户与智能体不可见。</translation>
    </message>
    <message>
        <source>Complete</source>
        <translation>补全</translation>
    </message>
    <message>
        <source>Complete a blind decision</source>
        <translation>补全盲审结论</translation>
    </message>
    <message>
        <source>Decide</source>
        <comment>button</comment>
        <translation>提交结论</translation>
    </message>
    <message>
        <source>Decide a pattern</source>
        <translation>处理成批上报</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>审核结论</translation>
    </message>
    <message>
        <source>Enter keeps it, Esc closes</source>
        <translation>Enter 保存，Esc 关闭</translation>
    </message>
    <message>
        <source>Enter keeps it, Tab to the snippets, Esc closes</source>
        <translation>Enter 保存，Tab 到常用语，Esc 关闭</translation>
    </message>
    <message>
        <source>Enter sends, Shift+Enter starts a line, Esc closes</source>
        <translation>Enter 提交，Shift+Enter 换行，Esc 关闭</translation>
    </message>
    <message>
        <source>Esc closes</source>
        <translation>Esc 关闭</translation>
    </message>
    <message>
        <source>Escalate</source>
        <translation>上报</translation>
    </message>
    <message>
        <source>Escalate as a pattern</source>
        <translation>按模式成批上报</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>查找</translation>
    </message>
    <message>
        <source>Find a colleague</source>
        <translation>查找同事</translation>
    </message>
    <message>
        <source>Hand over</source>
        <translation>交接</translation>
    </message>
    <message>
        <source>Hand the case over</source>
        <translation>交接案件</translation>
    </message>
    <message>
        <source>In your own words (up to {most} characters)</source>
        <translation>请自行说明（最多 {most} 字）</translation>
    </message>
    <message>
        <source>It leaves the queue until then. Its clock goes on.</source>
        <translation>此前不在队列中，时效照常计时。</translation>
    </message>
    <message>
        <source>Keep the note</source>
        <translation>保存备注</translation>
    </message>
    <message>
        <source>Keep the rationale as a snippet</source>
        <translation>将审核理由存为常用语</translation>
    </message>
    <message>
        <source>Keep {decision}</source>
        <translation>维持{decision}</translation>
    </message>
    <message>
        <source>Key User cases among them are decided one by one.</source>
        <translation>其中关键用户案件逐件审核。</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>排除</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>The same in the other language; empty: this one goes into every text</source>
        <translation>另一种语言的同一内容；留空则任何语言都使用此段</translation>
    </message>
    <message>
        <source>✓ right</source>
        <translation>✓ 正确</translation>
    </message>
    <message>
        <source>✗ wrong</source>
        <translation>✗ 错误</translation>
    </message>
    <message>
        <source>A digit puts one in at the caret, in the rationale&apos;s language; Delete removes it, F2 changes it. In the rationale /key and Tab put it in.</source>
        <translation>按数字在光标处按审核理由的语言插入；Delete 删除，F2 修改。写审核理由时也可输入 /快捷词 后按 Tab 插入。</translation>
    </message>
    <message numerus="yes">
        <source>%n cases do not have this and stay up.</source>
        <translation>
            <numerusform>%n 件案件不含此项，将留在上级队列。</numerusform>
        </translation>
    </message>
    <message>
        <source>; </source>
        <translation>；</translation>
    </message>
    <message>
        <source>Challenge</source>
        <translation>质疑</translation>
    </message>
    <message>
        <source>Challenge the threshold</source>
        <translation>质疑阈值</translation>
    </message>
    <message>
        <source>In Chinese</source>
        <translation>中文</translation>
    </message>
    <message>
        <source>In English</source>
        <translation>英文</translation>
    </message>
    <message>
        <source>It goes to somebody else. Skips are counted by their reason.</source>
        <translation>案件将交给其他人。跳过次数按原因统计。</translation>
    </message>
    <message>
        <source>Keep the change</source>
        <translation>保存修改</translation>
    </message>
    <message>
        <source>Name, and a key after a slash if you like: own VPN /vpn</source>
        <translation>名称，可在斜杠后加快捷词：自用 VPN /vpn</translation>
    </message>
    <message>
        <source>No case is left to decide: leave fewer out</source>
        <translation>没有剩余案件，请减少排除</translation>
    </message>
    <message>
        <source>No route: {why}.</source>
        <translation>不走反馈路径：{why}。</translation>
    </message>
    <message>
        <source>No snippet yet. Write a rationale, give it a name here, and Enter keeps it.</source>
        <translation>还没有常用语。先写审核理由，再在此命名，按 Enter 保存。</translation>
    </message>
    <message>
        <source>Nobody is called that</source>
        <translation>没有叫这个名字的同事</translation>
    </message>
    <message>
        <source>Not among them – {stays}</source>
        <translation>未列入：{stays}</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Note on this case</source>
        <translation>案件备注</translation>
    </message>
    <message>
        <source>Note, if one is needed (up to {most} characters)</source>
        <translation>备注（选填，最多 {most} 字）</translation>
    </message>
    <message>
        <source>Nothing is called that</source>
        <translation>没有符合的项</translation>
    </message>
    <message>
        <source>One or two sentences for all of them</source>
        <translation>用一两句话说明全部案件</translation>
    </message>
    <message>
        <source>Own snippets</source>
        <translation>常用语</translation>
    </message>
    <message>
        <source>Own time</source>
        <translation>自定时间</translation>
    </message>
    <message>
        <source>Patterns</source>
        <translation>成批上报</translation>
    </message>
    <message>
        <source>ROCA looks at the case once more. Its answer stands beside the first one.</source>
        <translation>ROCA 将重新判定，新判定与原判定并列显示。</translation>
    </message>
    <message>
        <source>ROCA said {verdict}; you said {decision}. {label}: {words}.</source>
        <translation>ROCA 判定：{verdict}；您的结论：{decision}。{label}：{words}。</translation>
    </message>
    <message>
        <source>Rationale</source>
        <translation>审核理由</translation>
    </message>
    <message>
        <source>Root cause</source>
        <translation>根因</translation>
    </message>
    <message>
        <source>Route {route}: {why}.</source>
        <translation>反馈路径 {route}：{why}。</translation>
    </message>
    <message>
        <source>Say so</source>
        <translation>提交</translation>
    </message>
    <message>
        <source>Skip</source>
        <comment>button</comment>
        <translation>跳过</translation>
    </message>
    <message>
        <source>Skip the case</source>
        <translation>跳过案件</translation>
    </message>
    <message>
        <source>Snooze</source>
        <comment>button</comment>
        <translation>稍后处理</translation>
    </message>
    <message>
        <source>Snooze the case</source>
        <translation>稍后处理</translation>
    </message>
    <message>
        <source>Steps: right, wrong, no mark</source>
        <translation>推理步骤：正确、错误、不标</translation>
    </message>
    <message>
        <source>Stop the clock</source>
        <translation>挂起计时</translation>
    </message>
    <message>
        <source>Tab goes on, Enter sends, Esc closes</source>
        <translation>Tab 下一项，Enter 提交，Esc 关闭</translation>
    </message>
    <message>
        <source>Tab to the snippets, Esc closes</source>
        <translation>Tab 到常用语，Esc 关闭</translation>
    </message>
    <message>
        <source>Take this out: {kinds}</source>
        <translation>请删去：{kinds}</translation>
    </message>
    <message>
        <source>The deadline stands still until the clock is started again or evidence comes.</source>
        <translation>恢复计时或有新证据之前，截止时间顺延。</translation>
    </message>
    <message>
        <source>The decision can be changed until {time}.</source>
        <translation>{time} 前可改判。</translation>
    </message>
    <message>
        <source>The first decision is kept beside the second, and counts as the blind one.</source>
        <translation>首次结论与改后结论一并保留，盲审以首次为准。</translation>
    </message>
    <message>
        <source>The server did not name your colleagues. The case can go back to the queue.</source>
        <translation>未能查到同事名单，可退回队列。</translation>
    </message>
    <message>
        <source>The server is out of reach. Try again online.</source>
        <translation>无法连接服务器，请联网后重试。</translation>
    </message>
    <message>
        <source>The time to change the decision is over; the reason is still asked for.</source>
        <translation>已过改判时限，仍需补充根因。</translation>
    </message>
    <message>
        <source>This looks like personal data: {kinds}</source>
        <translation>疑似个人信息：{kinds}</translation>
    </message>
    <message>
        <source>To whom</source>
        <translation>交给</translation>
    </message>
    <message>
        <source>Tomorrow, 09:00</source>
        <translation>明天 09:00</translation>
    </message>
    <message>
        <source>Type to find a colleague</source>
        <translation>输入姓名查找同事</translation>
    </message>
    <message>
        <source>Type to find a signal, a step, a clause or what is missing</source>
        <translation>输入文字查找信号、步骤、条款或缺失项</translation>
    </message>
    <message>
        <source>Type to find, ↑ ↓ move, Enter chooses, Esc closes</source>
        <translation>输入查找，↑ ↓ 移动，Enter 选定，Esc 关闭</translation>
    </message>
    <message>
        <source>Type to find, ↑ ↓ move, Enter chooses, Tab to the note, Esc closes</source>
        <translation>输入查找，↑ ↓ 移动，Enter 选定，Tab 到备注，Esc 关闭</translation>
    </message>
    <message>
        <source>Until when</source>
        <translation>何时再处理</translation>
    </message>
    <message>
        <source>What ROCA should look at</source>
        <translation>请 ROCA 关注的内容</translation>
    </message>
    <message>
        <source>What a colleague should know</source>
        <translation>同事需要知道的情况</translation>
    </message>
    <message>
        <source>What else</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>What is it attributed to?</source>
        <translation>归因于什么？</translation>
    </message>
    <message>
        <source>What is wrong with step {n}</source>
        <translation>步骤 {n} 错在哪里</translation>
    </message>
    <message>
        <source>What the next person should know</source>
        <translation>下一位需要知道的情况</translation>
    </message>
    <message>
        <source>What these cases have in common, in one or two sentences</source>
        <translation>用一两句话说明这些案件的共同点</translation>
    </message>
    <message>
        <source>What was missing?</source>
        <translation>缺少什么？</translation>
    </message>
    <message>
        <source>What you looked for in this case and did not find.</source>
        <translation>您在此案件中需要却没有找到的材料。</translation>
    </message>
    <message>
        <source>Where you would draw it</source>
        <translation>你认为的阈值</translation>
    </message>
    <message>
        <source>Whoever keeps the thresholds answers; the answer stands in Calibrate.</source>
        <translation>由阈值负责人答复，答复见“校准”。</translation>
    </message>
    <message>
        <source>Whom it waits for</source>
        <translation>等待对象</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Why ROCA should decide such a case alone, or why it should come to people</source>
        <translation>为何此类案件应由 ROCA 单独决定，或为何应转交人工</translation>
    </message>
    <message>
        <source>Why ROCA was unsure</source>
        <translation>ROCA 为何拿不准</translation>
    </message>
    <message>
        <source>Why you decide otherwise now, in one or two sentences</source>
        <translation>用一两句话说明为何改判</translation>
    </message>
    <message>
        <source>Write a time such as 14:30, or a length such as 2h or 90 min</source>
        <translation>请填写时刻（如 14:30）或时长（如 2h、90 min）</translation>
    </message>
    <message>
        <source>Your decision</source>
        <translation>您的结论</translation>
    </message>
    <message>
        <source>Your threshold, such as 0.90; may stay empty</source>
        <translation>你认为的阈值，如 0.90；可不填</translation>
    </message>
    <message>
        <source>{case} · {type} · {n} to complete</source>
        <translation>{case} · {type} · {n} 件待补全</translation>
    </message>
    <message>
        <source>{keys}, then Tab</source>
        <translation>{keys} 后按 Tab</translation>
    </message>
    <message>
        <source>{name}, {time}: {rationale}</source>
        <translation>{name}，{time}：{rationale}</translation>
    </message>
    <message>
        <source>{n} Key User cases stay up and are decided one by one.</source>
        <translation>{n} 件关键用户案件保留上报状态，逐件审核。</translation>
    </message>
    <message>
        <source>{n} cases go upward together, with one rationale.</source>
        <translation>{n} 件案件以同一审核理由一并上报。</translation>
    </message>
    <message>
        <source>{n} of {all}</source>
        <translation>{n}/{all}</translation>
    </message>
    <message>
        <source>{n} of {most}</source>
        <translation>{n} / {most}</translation>
    </message>
    <message>
        <source>{n}: {why}</source>
        <translation>{n} 件：{why}</translation>
    </message>
    <message>
        <source>↑ ↓ or 1–9 choose, Enter goes on, Esc closes</source>
        <translation>↑ ↓ 或 1–9 选择，Enter 继续，Esc 关闭</translation>
    </message>
    <message>
        <source>↑ ↓ or 1–9 choose, Tab goes on, Enter sends, Esc closes</source>
        <translation>↑ ↓ 或 1–9 选择，Tab 下一项，Enter 提交，Esc 关闭</translation>
    </message>
</context>
<context>
    <name>SignInView</name>
    <message>
        <source>Waiting for your keyring</source>
        <translation>正在等待密钥环</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>登录</translation>
    </message>
    <message>
        <source>It may show a window that asks for its password. Without the key, what is kept here stays closed.</source>
        <translation>系统可能弹出窗口要求输入密钥环密码。没有密钥，本机保存的内容无法打开。</translation>
    </message>
    <message>
        <source>With the name and password your administrator gave you.</source>
        <translation>请使用管理员提供的用户名和密码。</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>服务器</translation>
    </message>
    <message>
        <source>A page of {name} is open there. Sign in on it; this window goes on by itself.</source>
        <translation>浏览器中已打开 {name} 的页面。请在那里登录，本窗口会自动继续。</translation>
    </message>
    <message>
        <source>Begin anew</source>
        <translation>重新开始</translation>
    </message>
    <message>
        <source>Go on in your browser</source>
        <translation>请在浏览器中继续</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>用户名</translation>
    </message>
    <message>
        <source>Open {address} on any device, sign in there and type this code:</source>
        <translation>请在任一设备上打开 {address}，登录后输入此代码：</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Set it aside now</source>
        <translation>现在移到一旁</translation>
    </message>
    <message>
        <source>Sign in with {name}</source>
        <translation>通过 {name} 登录</translation>
    </message>
    <message>
        <source>Signing you out</source>
        <translation>正在退出登录</translation>
    </message>
    <message>
        <source>The key of this profile is gone from the keyring. What is kept here stays closed; support can open your unsent work. Until then work online only.</source>
        <translation>此配置的密钥已不在密钥环中。本机保存的内容将保持关闭；支持人员可以打开您未发送的工作。在此之前仅在线工作。</translation>
    </message>
    <message>
        <source>The keyring did not answer. Restart it or sign in to this computer again; until then work online only.</source>
        <translation>密钥环没有响应。请重启密钥环或重新登录本机；在此之前仅在线工作。</translation>
    </message>
    <message>
        <source>The keyring gave no key. Try again, or work online only.</source>
        <translation>密钥环未给出密钥。请重试，或仅在线工作。</translation>
    </message>
    <message>
        <source>The keyring holds another key than the one your work here was kept with. Nothing was changed; support can open your unsent work. Until then work online only.</source>
        <translation>密钥环中的密钥与保存您工作时所用的不同。未作任何更改；支持人员可以打开您未发送的工作。在此之前仅在线工作。</translation>
    </message>
    <message>
        <source>The keyring stayed locked. Unlock it and try again, or work online only.</source>
        <translation>密钥环仍处于锁定状态。请解锁后重试，或仅在线工作。</translation>
    </message>
    <message>
        <source>There is no safe keyring here, so nothing is kept on this computer. Work online only, or ask your administrator for a keyring service.</source>
        <translation>此处没有安全的密钥环，因此本机不保存任何内容。可以仅在线工作，或请管理员安装密钥环服务。</translation>
    </message>
    <message>
        <source>Try the keyring again</source>
        <translation>重试密钥环</translation>
    </message>
    <message>
        <source>Type this code</source>
        <translation>输入此代码</translation>
    </message>
    <message>
        <source>Use a code instead</source>
        <translation>改用代码</translation>
    </message>
    <message>
        <source>What was kept here is set aside, not deleted. It stays sealed in this profile, and only your organisation&apos;s support can open the unsent work in it.</source>
        <translation>此处保存的内容会移到一旁，不会删除。它仍封存在本配置文件中，其中未发送的工作只有贵机构的支持人员才能打开。</translation>
    </message>
    <message>
        <source>You are not signed in. Close this page and go back to the window of Footplate.</source>
        <translation>您尚未登录。请关闭此页面，返回 Footplate 窗口。</translation>
    </message>
    <message>
        <source>You are signed in to Footplate. Close this page and go back to its window.</source>
        <translation>您已登录 Footplate。请关闭此页面，返回其窗口。</translation>
    </message>
    <message>
        <source>Your organisation signs you in: {name}.</source>
        <translation>由您的组织负责登录：{name}。</translation>
    </message>
    <message>
        <source>Your reserved cases go back to the queue. Where the server does not answer, they go back by themselves when their time is up.</source>
        <translation>您领取的案件正在退回队列。若服务器没有响应，到期后会自动退回。</translation>
    </message>
    <message>
        <source>footplate.example.com</source>
        <translation>footplate.example.com</translation>
    </message>
    <message>
        <source>Signing in</source>
        <translation>正在登录</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Work on without signing in</source>
        <translation>不登录继续工作</translation>
    </message>
    <message>
        <source>Type the address of the server. Your administrator knows it.</source>
        <translation>请输入服务器地址，可向管理员询问。</translation>
    </message>
    <message>
        <source>This is no server address. Type a name such as footplate.example.com.</source>
        <translation>这不是服务器地址。请输入类似 footplate.example.com 的名称。</translation>
    </message>
    <message>
        <source>Only https is used over a network. Type the address with https.</source>
        <translation>网络连接仅使用 https。请输入以 https 开头的地址。</translation>
    </message>
    <message>
        <source>Type both name and password.</source>
        <translation>请输入用户名和密码。</translation>
    </message>
    <message>
        <source>The server cannot be reached. Check the address and the network, then try again.</source>
        <translation>无法连接服务器。请检查地址和网络后重试。</translation>
    </message>
    <message>
        <source>This profile belongs to another person. Sign in as that person.</source>
        <translation>此配置属于他人，请以其身份登录。</translation>
    </message>
    <message>
        <source>You went on without the keyring, so nothing is kept on this computer.</source>
        <translation>您选择不使用密钥环，因此本机不保存任何内容。</translation>
    </message>
    <message>
        <source>Online only: nothing is kept on this computer.</source>
        <translation>仅在线：本机不保存任何内容。</translation>
    </message>
    <message>
        <source>Cases and unsent work are kept encrypted on this computer.</source>
        <translation>案件和未发送的工作在本机加密保存。</translation>
    </message>
</context>
<context>
    <name>Sops</name>
    <message numerus="yes">
        <source>%n cases are kept back: you are still to look at them blind.</source>
        <translation>
            <numerusform>有 %n 件暂不显示：您尚需对其盲审。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n d overdue</source>
        <translation>
            <numerusform>逾期 %n 天</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n flagged</source>
        <translation>
            <numerusform>%n 项标记</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n for you</source>
        <translation>
            <numerusform>%n 项待您批准</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n missed</source>
        <translation>
            <numerusform>%n 项未达标</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more to mend.</source>
        <translation>
            <numerusform>另有 %n 处待修正。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n pages have nobody who answers for them</source>
        <translation>
            <numerusform>%n 个页面无人负责</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n places to choose for</source>
        <translation>
            <numerusform>%n 处待选择</numerusform>
        </translation>
    </message>
    <message>
        <source>95 % intervals. Two versions differ where their intervals lie apart; else the difference may be chance, or other cases.</source>
        <translation>95% 区间。两个版本的区间互不重叠才算有差别；否则可能出于偶然，或案件不同。</translation>
    </message>
    <message>
        <source>A clause has a number from 1 to 999.</source>
        <translation>条款编号为 1 至 999。</translation>
    </message>
    <message>
        <source>A draft begins with any of them, on the page on coverage.</source>
        <translation>可在“覆盖率”中从任一项开始起草。</translation>
    </message>
    <message>
        <source>A draft is begun. Write the clause in both languages, then propose it.</source>
        <translation>已起草。请用两种语言写好条款，然后提交批准。</translation>
    </message>
    <message>
        <source>A lead keeps ours in Confluence: theirs would go. Choose theirs somewhere, or ask a lead.</source>
        <translation>在 Confluence 中保留我方内容须由组长操作，因为对方内容会被替换。请在某处选择对方内容，或请组长处理。</translation>
    </message>
    <message>
        <source>A lead who did not write it approves it or sends it back with a reason.</source>
        <translation>由未参与编写的组长批准，或附理由退回。</translation>
    </message>
    <message>
        <source>A page has 1 to 100 clauses.</source>
        <translation>每页有 1 至 100 项条款。</translation>
    </message>
    <message>
        <source>A side is chosen for all of them.</source>
        <translation>各处均已选定。</translation>
    </message>
    <message>
        <source>Against the version before</source>
        <translation>与上一版本相比</translation>
    </message>
    <message>
        <source>Against {version}</source>
        <translation>与 {version} 相比</translation>
    </message>
    <message>
        <source>All pages, those to be read through first: Enter opens one</source>
        <translation>全部页面，应通读的在前：按 Enter 打开</translation>
    </message>
    <message>
        <source>Another page lies there already. Choose another place.</source>
        <translation>该位置已关联另一页面。请另选。</translation>
    </message>
    <message>
        <source>Another place</source>
        <translation>更换关联</translation>
    </message>
    <message>
        <source>Answers for it</source>
        <translation>负责人</translation>
    </message>
    <message>
        <source>Approve it</source>
        <translation>批准</translation>
    </message>
    <message>
        <source>Approve or send back</source>
        <translation>批准或退回</translation>
    </message>
    <message>
        <source>Approve, or send back</source>
        <translation>批准或退回</translation>
    </message>
    <message>
        <source>Approved and in force: everybody reads it from now on.</source>
        <translation>已批准并生效：即日起所有人查阅此版本。</translation>
    </message>
    <message>
        <source>Approved. It comes into force on its day, by itself.</source>
        <translation>已批准。到生效日期自动生效。</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Asking the server …</source>
        <translation>正在询问服务器……</translation>
    </message>
    <message>
        <source>At most 500 characters.</source>
        <translation>最多 500 个字符。</translation>
    </message>
    <message>
        <source>At most {most} characters</source>
        <translation>最多 {most} 个字符</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Begin a draft</source>
        <translation>起草</translation>
    </message>
    <message>
        <source>Begin a draft from this finding</source>
        <translation>从此发现起草</translation>
    </message>
    <message>
        <source>Begun from</source>
        <translation>起始版本</translation>
    </message>
    <message>
        <source>Being sent …</source>
        <translation>正在发送……</translation>
    </message>
    <message>
        <source>Being written</source>
        <translation>编写中</translation>
    </message>
    <message>
        <source>Both changes stand together here, kept on this computer. Read them and propose it.</source>
        <translation>双方改动已合并，保存在本机。请通读后提交批准。</translation>
    </message>
    <message>
        <source>Both say the same. The page has another title there, which stays.</source>
        <translation>双方内容相同。对方页面标题不同，予以保留。</translation>
    </message>
    <message>
        <source>Both sides are compared every five minutes. What changed here is written there, over the version that was read and no other; what changed there waits here for approval; what both changed is shown.</source>
        <translation>每五分钟比较双方一次。此处的改动写入对方，且只覆盖已读取的那个版本；对方的改动在此等待批准；双方都改动的内容会列出。</translation>
    </message>
    <message>
        <source>Both sides changed the same words</source>
        <translation>双方改动了同一处文字</translation>
    </message>
    <message>
        <source>Both sides changed the same words. Nothing was written; put both together.</source>
        <translation>双方改动了同一处文字。未写入任何内容；请合并双方。</translation>
    </message>
    <message>
        <source>Both sides say the same.</source>
        <translation>双方内容相同。</translation>
    </message>
    <message>
        <source>Both stand together here: propose it. Once it is in force, ours can be kept in Confluence as well where it was chosen; nothing of theirs is overwritten before.</source>
        <translation>双方内容已合并于此：请提交。生效后，选择了我方内容之处也可在 Confluence 中保留；在此之前不会覆盖对方任何内容。</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>案件</translation>
    </message>
    <message>
        <source>Case type</source>
        <translation>案件类型</translation>
    </message>
    <message>
        <source>Case types</source>
        <translation>案件类型</translation>
    </message>
    <message>
        <source>Cases</source>
        <translation>案件</translation>
    </message>
    <message>
        <source>Chinese missing</source>
        <translation>缺中文</translation>
    </message>
    <message>
        <source>Choose a side for this one as well.</source>
        <translation>此处也请选定一方。</translation>
    </message>
    <message>
        <source>Choose for which case types it is.</source>
        <translation>请选择适用的案件类型。</translation>
    </message>
    <message>
        <source>Choose the clause, or a new one.</source>
        <translation>请选择条款，或新条款。</translation>
    </message>
    <message>
        <source>Choose the page.</source>
        <translation>请选择页面。</translation>
    </message>
    <message>
        <source>Choose whether it comes into force.</source>
        <translation>请选择是否生效。</translation>
    </message>
    <message>
        <source>Choose who answers for it.</source>
        <translation>请选择负责人。</translation>
    </message>
    <message>
        <source>Clause</source>
        <translation>条款</translation>
    </message>
    <message>
        <source>Clauses</source>
        <translation>条款数</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Confluence</source>
        <translation>Confluence</translation>
    </message>
    <message>
        <source>Confluence asks to wait. It is looked at again by itself.</source>
        <translation>Confluence 要求稍候。将自动再次比较。</translation>
    </message>
    <message>
        <source>Confluence does not answer. It is looked at again by itself.</source>
        <translation>Confluence 无应答。将自动再次比较。</translation>
    </message>
    <message>
        <source>Confluence does not take our key any more. Ask your administrator for a new one.</source>
        <translation>Confluence 不再接受我方密钥。请向管理员申请新密钥。</translation>
    </message>
    <message>
        <source>Confluence does not take our key any more. Ask your administrator.</source>
        <translation>Confluence 不再接受我方密钥。请联系管理员。</translation>
    </message>
    <message>
        <source>Confluence is not ready. It is looked at again by itself.</source>
        <translation>Confluence 未就绪。将自动再次比较。</translation>
    </message>
    <message>
        <source>Confluence refused what we sent. Nothing is changed on either side.</source>
        <translation>Confluence 拒绝了我方发送的内容。双方均未改动。</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>关联</translation>
    </message>
    <message>
        <source>Connected. What was found there stands below.</source>
        <translation>已关联。比较结果见下方。</translation>
    </message>
    <message>
        <source>Coverage</source>
        <translation>覆盖率</translation>
    </message>
    <message>
        <source>Coverage, worst type</source>
        <translation>覆盖率（最低类型）</translation>
    </message>
    <message>
        <source>Covered</source>
        <translation>覆盖率</translation>
    </message>
    <message>
        <source>Covered: both ROCA&apos;s reasoning and the review name a clause. Met where the whole interval lies above {target}, missed where it lies below, else not yet known.</source>
        <translation>已覆盖：ROCA 的推理与审核都引用了条款。整个区间高于 {target} 为达标，低于为未达标，否则尚不可知。</translation>
    </message>
    <message>
        <source>Decided</source>
        <translation>结论时间</translation>
    </message>
    <message>
        <source>Decided under words that were in force no more: Enter opens one in Review</source>
        <translation>依据已失效条文作出的结论：按 Enter 在审核中打开</translation>
    </message>
    <message>
        <source>Decisions</source>
        <translation>结论数</translation>
    </message>
    <message>
        <source>Decisions with a clause behind them, by case type</source>
        <translation>有条款依据的审核结论，按案件类型</translation>
    </message>
    <message>
        <source>English missing</source>
        <translation>缺英文</translation>
    </message>
    <message>
        <source>Enter begins a draft</source>
        <translation>按 Enter 起草</translation>
    </message>
    <message>
        <source>Enter compares with {version}; M on it takes the mark away.</source>
        <translation>按 Enter 与 {version} 比较；在其上按 M 取消标记。</translation>
    </message>
    <message>
        <source>Enter shows what a version changed. M marks one, and Enter on another shows the difference of the two.</source>
        <translation>按 Enter 查看某版本的改动。按 M 标记一个版本，再在另一版本上按 Enter 查看两者差异。</translation>
    </message>
    <message>
        <source>Enter writes, Esc comes back here. {add} adds a clause, {remove} takes it out, {up} and {down} move it, {before} and {after} go on while you write.</source>
        <translation>按 Enter 编写，按 Esc 回到这里。{add} 新增条款，{remove} 删除条款，{up} 和 {down} 移动条款；编写时用 {before} 和 {after} 切换条款。</translation>
    </message>
    <message>
        <source>Every version, the newest first</source>
        <translation>全部版本，最新的在前</translation>
    </message>
    <message>
        <source>Every word is kept here as it is typed, through a crash as well.</source>
        <translation>输入的每个字都即时保存在本机，程序崩溃也不会丢失。</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Findings are read by editors of the procedures and by leads.</source>
        <translation>发现由 SOP 编辑和组长查看。</translation>
    </message>
    <message>
        <source>Flags</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>For</source>
        <translation>适用</translation>
    </message>
    <message>
        <source>For which case types</source>
        <translation>适用的案件类型</translation>
    </message>
    <message>
        <source>For which case types the page is</source>
        <translation>页面适用的案件类型</translation>
    </message>
    <message>
        <source>For: {before} → {after}</source>
        <translation>适用：{before} → {after}</translation>
    </message>
    <message>
        <source>For: {types} ({key} changes it)</source>
        <translation>适用：{types}（按 {key} 更改）</translation>
    </message>
    <message>
        <source>Found there: {what}</source>
        <translation>对方内容：{what}</translation>
    </message>
    <message>
        <source>From</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>From which day</source>
        <translation>生效日期</translation>
    </message>
    <message>
        <source>From which day, such as 2027-01-31; empty: as soon as it is approved</source>
        <translation>生效日期，如 2027-01-31；留空则批准后立即生效</translation>
    </message>
    <message>
        <source>Go on writing</source>
        <translation>继续编写</translation>
    </message>
    <message>
        <source>Half written on this computer: Enter goes on</source>
        <translation>本机上未写完的内容：按 Enter 继续</translation>
    </message>
    <message>
        <source>How ROCA fares before and after each version of a clause</source>
        <translation>条款各版本前后 ROCA 的表现</translation>
    </message>
    <message>
        <source>Id of the page</source>
        <translation>页面编号</translation>
    </message>
    <message>
        <source>Id, such as ATO-15</source>
        <translation>编号，如 ATO-15</translation>
    </message>
    <message>
        <source>In Confluence</source>
        <translation>Confluence 中</translation>
    </message>
    <message>
        <source>In force by now</source>
        <translation>目前现行</translation>
    </message>
    <message>
        <source>In force here</source>
        <translation>我方现行</translation>
    </message>
    <message>
        <source>In force since</source>
        <translation>生效时间</translation>
    </message>
    <message>
        <source>Interval</source>
        <translation>区间</translation>
    </message>
    <message>
        <source>It comes into force at once, or on the day that its author named.</source>
        <translation>立即生效，或在编写人指定的日期生效。</translation>
    </message>
    <message>
        <source>It has no place in Confluence. A lead can give it one.</source>
        <translation>此页面尚未关联 Confluence。组长可以关联。</translation>
    </message>
    <message>
        <source>It has no place in Confluence. Connect it by the number of its page there.</source>
        <translation>此页面尚未关联 Confluence。请用对方页面的编号关联。</translation>
    </message>
    <message>
        <source>It holds characters that cannot be shown. Write it again.</source>
        <translation>含有无法显示的字符。请重新输入。</translation>
    </message>
    <message>
        <source>It is kept in the history and comes into force no more. It cannot be undone.</source>
        <translation>保留在历史中，不再生效。此操作不可撤销。</translation>
    </message>
    <message>
        <source>Its id never changes: decisions refer to it.</source>
        <translation>编号不可更改：审核结论会引用它。</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Keep a draft</source>
        <translation>保存草稿</translation>
    </message>
    <message>
        <source>Keep a draft on the server</source>
        <translation>将草稿保存到服务器</translation>
    </message>
    <message>
        <source>Keep ours there</source>
        <translation>在对方保留我方内容</translation>
    </message>
    <message>
        <source>Kept on the server</source>
        <translation>服务器上的草稿</translation>
    </message>
    <message>
        <source>Kept on the server. You can go on at any seat.</source>
        <translation>已保存到服务器。您可在任一工位继续。</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Last</source>
        <translation>最近</translation>
    </message>
    <message>
        <source>Look there now</source>
        <translation>立即比较</translation>
    </message>
    <message>
        <source>Looked at</source>
        <translation>上次比较</translation>
    </message>
    <message>
        <source>Looked at again</source>
        <translation>下次比较</translation>
    </message>
    <message>
        <source>Looked. What was found stands below.</source>
        <translation>已比较。结果见下方。</translation>
    </message>
    <message>
        <source>Met where the whole interval lies above it.</source>
        <translation>整个区间高于目标才算达标。</translation>
    </message>
    <message>
        <source>New clause</source>
        <translation>新条款</translation>
    </message>
    <message>
        <source>New page</source>
        <translation>新页面</translation>
    </message>
    <message>
        <source>No case is left.</source>
        <translation>没有剩余案件。</translation>
    </message>
    <message>
        <source>No decision of this time rests on a clause of this page. A decision rests on one when its review names it; the version that was read is kept with it.</source>
        <translation>这段时间没有结论以此页面的条款为依据。审核中引用条款即为依据，并同时记录所查阅的版本。</translation>
    </message>
    <message>
        <source>No finding names a clause of this page. Reviewers flag one from a step of the reasoning or beside their decision: a gap, a clause that leads astray, a check that was left out.</source>
        <translation>没有发现涉及此页面的条款。审核员可在推理步骤或结论旁标记：缺口、条款有误、遗漏检查。</translation>
    </message>
    <message>
        <source>No version of this page is in force yet. Its versions stand on the next page.</source>
        <translation>此页面尚无生效版本。各版本见下一页。</translation>
    </message>
    <message>
        <source>Nobody has looked there yet.</source>
        <translation>尚未比较过。</translation>
    </message>
    <message>
        <source>Nobody raised this yet. Five cases make a finding by themselves; Feedback raises one.</source>
        <translation>尚无人提出此问题。满五件自动形成发现；也可在“反馈”中提出。</translation>
    </message>
    <message>
        <source>Not in force yet: Enter shows what changes</source>
        <translation>尚未生效：按 Enter 查看改动</translation>
    </message>
    <message>
        <source>Nothing is being written. A new version begins on a page, or from a gap on the page on coverage; a lead who did not write it brings it into force.</source>
        <translation>目前没有正在编写的版本。新版本从某一页面开始，或从“覆盖率”中的缺口开始；由未参与编写的组长批准生效。</translation>
    </message>
    <message>
        <source>Nothing is changed yet: there would be nothing to approve.</source>
        <translation>尚无改动：没有可批准的内容。</translation>
    </message>
    <message>
        <source>Nothing was decided in this time.</source>
        <translation>这段时间没有审核结论。</translation>
    </message>
    <message>
        <source>Number of the page</source>
        <translation>页面编号</translation>
    </message>
    <message>
        <source>Number or address of the page there</source>
        <translation>对方页面的编号或地址</translation>
    </message>
    <message>
        <source>Number or address of the page there, such as 100001</source>
        <translation>对方页面的编号或地址，如 100001</translation>
    </message>
    <message>
        <source>Our key may not read or write this page. Ask who keeps it there.</source>
        <translation>我方密钥无权读写此页面。请联系对方页面的维护人。</translation>
    </message>
    <message>
        <source>Ours</source>
        <translation>我方</translation>
    </message>
    <message>
        <source>Ours had changed and stands in Confluence now.</source>
        <translation>我方改动已写入 Confluence。</translation>
    </message>
    <message>
        <source>Ours stands in Confluence now, under your name. Theirs stays in its history there.</source>
        <translation>我方内容已写入 Confluence，并署您的姓名。对方内容保留在其历史记录中。</translation>
    </message>
    <message>
        <source>Ours stays where both clashed. What they changed elsewhere waits as a proposed version; once it is approved, all of it is written there.</source>
        <translation>冲突之处保留我方内容。对方在别处的改动作为提交版本等待批准，批准后将全部写入 Confluence。</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>时间范围</translation>
    </message>
    <message>
        <source>Procedures</source>
        <translation>SOP 规程</translation>
    </message>
    <message>
        <source>Propose</source>
        <translation>提交批准</translation>
    </message>
    <message>
        <source>Propose this version</source>
        <translation>提交此版本</translation>
    </message>
    <message>
        <source>Proposed. A lead who did not write it approves it or sends it back.</source>
        <translation>已提交。由未参与编写的组长批准或退回。</translation>
    </message>
    <message>
        <source>Put both together</source>
        <translation>合并双方</translation>
    </message>
    <message>
        <source>ROCA was right at the first pass</source>
        <translation>ROCA 首次判定准确率</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>适用期间</translation>
    </message>
    <message>
        <source>Read through</source>
        <translation>通读期限</translation>
    </message>
    <message>
        <source>Read through by</source>
        <translation>通读期限</translation>
    </message>
    <message>
        <source>Read through by, such as 2027-01-31</source>
        <translation>通读期限，如 2027-01-31</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Reasoning names no clause</source>
        <translation>推理未引用条款</translation>
    </message>
    <message>
        <source>Review names none</source>
        <translation>审核未引用条款</translation>
    </message>
    <message>
        <source>Reviewers found nothing missing or wrong in this time. They say so beside a decision: no clause covers it, the clause leads astray, a check was left out.</source>
        <translation>这段时间审核员未发现缺失或错误。审核员在作出结论时可标记：无对应条款、条款有误、遗漏检查。</translation>
    </message>
    <message>
        <source>Right at the first pass</source>
        <translation>首次判定准确率</translation>
    </message>
    <message>
        <source>Said when it was settled</source>
        <translation>批复意见</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>已保存。</translation>
    </message>
    <message>
        <source>Send it back</source>
        <translation>退回</translation>
    </message>
    <message>
        <source>Sent back with your reason. Its author goes on from there.</source>
        <translation>已附理由退回。编写人将据此继续。</translation>
    </message>
    <message>
        <source>Sent back: {reason}</source>
        <translation>已退回：{reason}</translation>
    </message>
    <message>
        <source>Set</source>
        <translation>设定</translation>
    </message>
    <message>
        <source>Set. They are asked to read it through by that day.</source>
        <translation>已设定。负责人须在该日前通读。</translation>
    </message>
    <message>
        <source>Settle</source>
        <translation>确定</translation>
    </message>
    <message>
        <source>Settled by</source>
        <translation>批复</translation>
    </message>
    <message>
        <source>Somebody is writing about this already; it stands in “Being written”.</source>
        <translation>已有人就此编写；见“编写中”。</translation>
    </message>
    <message>
        <source>Somebody wrote there at the same moment. Nothing was overwritten; it is tried again.</source>
        <translation>同一时刻有人在对方写入。未覆盖任何内容；将自动重试。</translation>
    </message>
    <message>
        <source>Something other than Confluence answered. Ask your administrator.</source>
        <translation>应答的不是 Confluence。请联系管理员。</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Struck out is gone, underlined is new.</source>
        <translation>删除线为删去，下划线为新增。</translation>
    </message>
    <message>
        <source>Tab goes on, Enter sends, Esc closes</source>
        <translation>Tab 下一项，Enter 提交，Esc 关闭</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>Take it back</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>确认合并</translation>
    </message>
    <message>
        <source>Take the personal data out: pages are read by everybody.</source>
        <translation>请去除个人信息：页面供所有人查阅。</translation>
    </message>
    <message>
        <source>Take this version back</source>
        <translation>撤回此版本</translation>
    </message>
    <message>
        <source>Taken back. It stays in the history.</source>
        <translation>已撤回，保留在历史中。</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>条文</translation>
    </message>
    <message>
        <source>Text in Chinese</source>
        <translation>中文条文</translation>
    </message>
    <message>
        <source>Text in English</source>
        <translation>英文条文</translation>
    </message>
    <message>
        <source>The cases behind it: Enter opens one in Review</source>
        <translation>相关案件：按 Enter 在“审核”中打开</translation>
    </message>
    <message>
        <source>The clauses in force</source>
        <translation>现行条款</translation>
    </message>
    <message>
        <source>The draft knows the finding and its cases. Its words are yours to write.</source>
        <translation>草稿已关联此发现及其案件。条文由您编写。</translation>
    </message>
    <message>
        <source>The files could not be written. Nothing else is changed.</source>
        <translation>文件无法写入。其他内容未改动。</translation>
    </message>
    <message>
        <source>The page and its clauses</source>
        <translation>页面及其条款</translation>
    </message>
    <message>
        <source>The page has no version on the server yet: what is written is kept here.</source>
        <translation>此页面在服务器上尚无版本：所写内容保存在本机。</translation>
    </message>
    <message>
        <source>The page itself</source>
        <translation>页面本身</translation>
    </message>
    <message>
        <source>The page was deleted there. Ours stands as it was; give it another place.</source>
        <translation>对方页面已删除。我方保持不变；请重新关联。</translation>
    </message>
    <message>
        <source>The server cannot be reached, and nothing was fetched here before. {key} asks again; the clauses that reviewers read open from the search as ever.</source>
        <translation>无法连接服务器，此前也未获取过内容。按 {key} 重试；审核员查阅的条款仍可从搜索打开。</translation>
    </message>
    <message>
        <source>The server cannot be reached. This is what was fetched last; what you write is kept here.</source>
        <translation>无法连接服务器。显示最近一次获取的内容；您所写的保存在本机。</translation>
    </message>
    <message>
        <source>The server does not know this case type.</source>
        <translation>服务器不认识此案件类型。</translation>
    </message>
    <message>
        <source>The table there does not have the shape it should. Mend it there; nothing was taken.</source>
        <translation>对方表格格式不符。请在对方修正；未读入任何内容。</translation>
    </message>
    <message>
        <source>The two say the same.</source>
        <translation>两者内容相同。</translation>
    </message>
    <message>
        <source>The version that was read is kept with each decision.</source>
        <translation>每项结论都记录了当时查阅的版本。</translation>
    </message>
    <message>
        <source>Theirs</source>
        <translation>对方</translation>
    </message>
    <message>
        <source>Theirs had changed. It waits as a proposed version until a lead approves it.</source>
        <translation>对方有改动，已作为待批准版本，等待组长批准。</translation>
    </message>
    <message>
        <source>There is a page with this id already. Open it instead.</source>
        <translation>已有此编号的页面。请打开该页面。</translation>
    </message>
    <message>
        <source>There is no page yet. A page has clauses with numbers that reviews refer to; whoever writes procedures begins the first one.</source>
        <translation>尚无页面。页面由带编号的条款组成，供审核引用；由 SOP 编写人起草第一页。</translation>
    </message>
    <message>
        <source>There is no such page in Confluence.</source>
        <translation>Confluence 中没有此页面。</translation>
    </message>
    <message>
        <source>They are asked to read it through by the day; overdue pages stand first in the list.</source>
        <translation>负责人须在该日前通读；逾期页面排在列表最前。</translation>
    </message>
    <message>
        <source>They are other people’s, and read by leads and editors.</source>
        <translation>均为他人的结论，由组长和 SOP 编辑查看。</translation>
    </message>
    <message>
        <source>They have written again meanwhile, so nothing was written. Read it and choose anew.</source>
        <translation>对方在此期间又有改动，因此没有写入任何内容。请阅读后重新选择。</translation>
    </message>
    <message>
        <source>This finding is not for the procedures. Give it route C in Feedback first.</source>
        <translation>此发现不属于 SOP。请先在“反馈”中改为路径 C。</translation>
    </message>
    <message>
        <source>This number is there twice.</source>
        <translation>此编号重复。</translation>
    </message>
    <message>
        <source>This number was another clause&apos;s once; old decisions refer to it. Take the clause out, add it anew.</source>
        <translation>此编号曾属于另一条款，旧结论引用了它。请删除此条款并重新新增。</translation>
    </message>
    <message>
        <source>This page in Confluence</source>
        <translation>此页面在 Confluence 中</translation>
    </message>
    <message>
        <source>This person does not write procedures. Choose somebody who does.</source>
        <translation>此人不编写 SOP。请选择编写人。</translation>
    </message>
    <message>
        <source>Throw away</source>
        <translation>丢弃</translation>
    </message>
    <message>
        <source>Throw away what is written here</source>
        <translation>丢弃本机所写内容</translation>
    </message>
    <message>
        <source>Throw it away</source>
        <translation>丢弃</translation>
    </message>
    <message>
        <source>Thrown away here. What the server has stays there.</source>
        <translation>本机内容已丢弃。服务器上的内容保留。</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>Title in Chinese</source>
        <translation>中文标题</translation>
    </message>
    <message>
        <source>Title in English</source>
        <translation>英文标题</translation>
    </message>
    <message>
        <source>Title there</source>
        <translation>对方标题</translation>
    </message>
    <message>
        <source>To be read</source>
        <translation>生效日期</translation>
    </message>
    <message>
        <source>Under old words</source>
        <translation>依据旧文</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Version that was read</source>
        <translation>当时查阅的版本</translation>
    </message>
    <message>
        <source>Version there</source>
        <translation>对方版本</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>What both began with</source>
        <translation>双方的起点</translation>
    </message>
    <message>
        <source>What both sides changed</source>
        <translation>双方都改动之处</translation>
    </message>
    <message>
        <source>What changes and why</source>
        <translation>改动及原因</translation>
    </message>
    <message>
        <source>What changes and why, in a sentence</source>
        <translation>改动及原因，一句话</translation>
    </message>
    <message>
        <source>What changes and why: whoever approves it reads this</source>
        <translation>改动及原因：批准人会看到</translation>
    </message>
    <message>
        <source>What changes, clause by clause</source>
        <translation>逐项条款的改动</translation>
    </message>
    <message>
        <source>What is being done</source>
        <translation>处理情况</translation>
    </message>
    <message>
        <source>What is missing or wrong, the most frequent first</source>
        <translation>缺失或有误之处，最多的在前</translation>
    </message>
    <message>
        <source>What next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>What reviewers say</source>
        <translation>审核员反馈</translation>
    </message>
    <message>
        <source>What reviewers say of this page: Enter shows the cases</source>
        <translation>审核员对此页面的反馈：按 Enter 查看案件</translation>
    </message>
    <message>
        <source>What stands there already counts as a change against ours. Nothing is overwritten.</source>
        <translation>对方已有内容视为相对我方的改动。不会覆盖任何内容。</translation>
    </message>
    <message>
        <source>What the reviewer does, and when it holds</source>
        <translation>审核员应怎么做，何时适用</translation>
    </message>
    <message>
        <source>What the server keeps of it stays there. What was typed since is gone for good.</source>
        <translation>服务器上的内容保留。此后输入的将永久丢失。</translation>
    </message>
    <message>
        <source>What you wrote</source>
        <translation>您所写</translation>
    </message>
    <message>
        <source>What you wrote here</source>
        <translation>您在此处所写</translation>
    </message>
    <message>
        <source>What you wrote is kept on this computer. Write goes on with it.</source>
        <translation>您所写的已保存在本机，可随时继续编写。</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Where this page lies in Confluence</source>
        <translation>此页面在 Confluence 的位置</translation>
    </message>
    <message>
        <source>Who answers for it</source>
        <translation>指定负责人</translation>
    </message>
    <message>
        <source>Who answers for this page</source>
        <translation>此页面的负责人</translation>
    </message>
    <message>
        <source>Whoever wrote a version never approves it.</source>
        <translation>编写人不得批准自己的版本。</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Why: its author reads this, and it is kept with the version</source>
        <translation>理由：编写人会看到，并随版本保存</translation>
    </message>
    <message>
        <source>Withheld below {n} decisions.</source>
        <translation>不足 {n} 项结论，暂不显示。</translation>
    </message>
    <message>
        <source>Without the server: as it was fetched last, {time}</source>
        <translation>未连接服务器：显示 {time} 最近一次获取的内容</translation>
    </message>
    <message>
        <source>Write a new version</source>
        <translation>编写新版本</translation>
    </message>
    <message>
        <source>Write a page that nobody had before</source>
        <translation>编写全新页面</translation>
    </message>
    <message>
        <source>Write a sentence: it is what the other side reads.</source>
        <translation>请写一句话：对方会看到。</translation>
    </message>
    <message>
        <source>Write an id of letters and a number, such as ATO-15.</source>
        <translation>编号由字母和数字组成，如 ATO-15。</translation>
    </message>
    <message>
        <source>Write by which day it is to be read through.</source>
        <translation>请填写通读期限。</translation>
    </message>
    <message>
        <source>Write it in both languages: people who read one alone decide alike.</source>
        <translation>请用两种语言编写：只读其中一种的人也要作出相同结论。</translation>
    </message>
    <message>
        <source>Write the day as 2027-01-31.</source>
        <translation>日期格式如 2027-01-31。</translation>
    </message>
    <message>
        <source>Write the number of the page there, or its whole address.</source>
        <translation>请填写对方页面的编号或完整地址。</translation>
    </message>
    <message>
        <source>Writing would take away what is no text on their page. Take it out of the table there.</source>
        <translation>写入会删去对方页面中的非文字内容。请在对方表格中移除后再试。</translation>
    </message>
    <message>
        <source>Written</source>
        <translation>编写时间</translation>
    </message>
    <message>
        <source>Written at your other seat</source>
        <translation>您在另一工位所写</translation>
    </message>
    <message>
        <source>Written by</source>
        <translation>编写人</translation>
    </message>
    <message>
        <source>You alone see it, at whichever seat, until you propose it. It may be unfinished.</source>
        <translation>提交之前只有您能看到，在任一工位均可。可以未完成。</translation>
    </message>
    <message>
        <source>You may read the procedures; an editor or a lead writes them.</source>
        <translation>您可以查阅 SOP；由编辑或组长编写。</translation>
    </message>
    <message>
        <source>You wrote this version. Somebody else has to approve it.</source>
        <translation>此版本由您编写，须由他人批准。</translation>
    </message>
    <message>
        <source>a lead approves it</source>
        <translation>由组长批准</translation>
    </message>
    <message>
        <source>a new clause</source>
        <translation>新条款</translation>
    </message>
    <message>
        <source>a new page</source>
        <translation>新页面</translation>
    </message>
    <message>
        <source>a new page, kept on this computer</source>
        <translation>新页面，保存在本机</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>已接受</translation>
    </message>
    <message>
        <source>always</source>
        <translation>一直</translation>
    </message>
    <message>
        <source>approved, waits for its day</source>
        <translation>已批准，待生效</translation>
    </message>
    <message>
        <source>as it came</source>
        <translation>程序自带</translation>
    </message>
    <message>
        <source>as it came with the program</source>
        <translation>程序自带</translation>
    </message>
    <message>
        <source>as it was</source>
        <translation>未改动</translation>
    </message>
    <message>
        <source>as of {time}</source>
        <translation>截至 {time}</translation>
    </message>
    <message>
        <source>asks to wait</source>
        <translation>请稍候</translation>
    </message>
    <message>
        <source>at once</source>
        <translation>立即</translation>
    </message>
    <message>
        <source>came from there</source>
        <translation>来自对方</translation>
    </message>
    <message>
        <source>came with the program</source>
        <translation>程序自带</translation>
    </message>
    <message>
        <source>cannot be read</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>case types reach {target}</source>
        <translation>案件类型达到 {target}</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>已改动</translation>
    </message>
    <message>
        <source>changed meanwhile</source>
        <translation>期间有改动</translation>
    </message>
    <message>
        <source>comes into force by itself</source>
        <translation>届时自动生效</translation>
    </message>
    <message>
        <source>conflict</source>
        <translation>冲突</translation>
    </message>
    <message>
        <source>contradictory</source>
        <translation>相互矛盾</translation>
    </message>
    <message>
        <source>decided under words no longer in force</source>
        <translation>项依据已失效的条文</translation>
    </message>
    <message>
        <source>decisions rest on this page</source>
        <translation>项结论以此页面为依据</translation>
    </message>
    <message>
        <source>dismissed</source>
        <translation>已驳回</translation>
    </message>
    <message>
        <source>draft</source>
        <translation>草稿</translation>
    </message>
    <message>
        <source>draft {version}, written from {base}</source>
        <translation>草稿 {version}，基于 {base}</translation>
    </message>
    <message>
        <source>due today</source>
        <translation>今日到期</translation>
    </message>
    <message>
        <source>every type</source>
        <translation>所有类型</translation>
    </message>
    <message>
        <source>from {day}</source>
        <translation>{day} 起</translation>
    </message>
    <message>
        <source>gap</source>
        <translation>缺口</translation>
    </message>
    <message>
        <source>gaps and errors reported</source>
        <translation>上报的缺口与错误</translation>
    </message>
    <message>
        <source>go on writing</source>
        <translation>继续编写</translation>
    </message>
    <message>
        <source>gone there</source>
        <translation>对方已删除</translation>
    </message>
    <message>
        <source>half written here</source>
        <translation>本机未写完</translation>
    </message>
    <message>
        <source>here alone</source>
        <translation>仅在本机</translation>
    </message>
    <message numerus="yes">
        <source>in %n d</source>
        <translation>
            <numerusform>还有 %n 天</numerusform>
        </translation>
    </message>
    <message>
        <source>in force</source>
        <translation>现行</translation>
    </message>
    <message>
        <source>in step</source>
        <translation>一致</translation>
    </message>
    <message>
        <source>in step, renamed there</source>
        <translation>一致，对方已改名</translation>
    </message>
    <message>
        <source>in work</source>
        <translation>处理中</translation>
    </message>
    <message>
        <source>its author goes on</source>
        <translation>编写人继续</translation>
    </message>
    <message numerus="yes">
        <source>last %n days</source>
        <translation>
            <numerusform>最近 %n 天</numerusform>
        </translation>
    </message>
    <message>
        <source>linked</source>
        <translation>已关联</translation>
    </message>
    <message>
        <source>look again</source>
        <translation>请复查</translation>
    </message>
    <message>
        <source>merged</source>
        <translation>已合并</translation>
    </message>
    <message>
        <source>met</source>
        <translation>达标</translation>
    </message>
    <message>
        <source>misapplied</source>
        <translation>误用</translation>
    </message>
    <message>
        <source>missed</source>
        <translation>未达标</translation>
    </message>
    <message>
        <source>n {n}</source>
        <translation>n {n}</translation>
    </message>
    <message numerus="yes">
        <source>n {n}: %n more until it is shown</source>
        <translation>
            <numerusform>n {n}：还需 %n 项才显示</numerusform>
        </translation>
    </message>
    <message>
        <source>new</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>无应答</translation>
    </message>
    <message>
        <source>no day set</source>
        <translation>未定日期</translation>
    </message>
    <message>
        <source>no decision</source>
        <translation>无结论</translation>
    </message>
    <message>
        <source>no decision yet</source>
        <translation>尚无结论</translation>
    </message>
    <message>
        <source>no finding yet; five cases make one, or raise it in Feedback</source>
        <translation>尚无发现；满五件自动形成，或在“反馈”中提出</translation>
    </message>
    <message>
        <source>nobody</source>
        <translation>无</translation>
    </message>
    <message>
        <source>not allowed there</source>
        <translation>无权限</translation>
    </message>
    <message>
        <source>not in force any more</source>
        <translation>已失效</translation>
    </message>
    <message>
        <source>not let in</source>
        <translation>未获准入</translation>
    </message>
    <message>
        <source>not ready</source>
        <translation>未就绪</translation>
    </message>
    <message>
        <source>not written</source>
        <translation>未写入</translation>
    </message>
    <message>
        <source>not yet known</source>
        <translation>尚不可知</translation>
    </message>
    <message>
        <source>of {n} decisions</source>
        <translation>共 {n} 项结论</translation>
    </message>
    <message>
        <source>of {n} pages</source>
        <translation>共 {n} 页</translation>
    </message>
    <message>
        <source>open</source>
        <translation>待处理</translation>
    </message>
    <message>
        <source>other</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>overdue</source>
        <translation>逾期</translation>
    </message>
    <message>
        <source>overdue today</source>
        <translation>今日到期未读</translation>
    </message>
    <message>
        <source>proposed</source>
        <translation>待批准</translation>
    </message>
    <message>
        <source>read by everybody</source>
        <translation>所有人查阅</translation>
    </message>
    <message>
        <source>read why and go on</source>
        <translation>查看退回原因并继续</translation>
    </message>
    <message>
        <source>refused there</source>
        <translation>对方拒绝</translation>
    </message>
    <message>
        <source>sent back</source>
        <translation>已退回</translation>
    </message>
    <message>
        <source>sent elsewhere</source>
        <translation>被转往别处</translation>
    </message>
    <message>
        <source>shipped</source>
        <translation>已上线</translation>
    </message>
    <message>
        <source>since {day}</source>
        <translation>自 {day} 起</translation>
    </message>
    <message>
        <source>split</source>
        <translation>已拆分</translation>
    </message>
    <message>
        <source>stands elsewhere</source>
        <translation>位置变动</translation>
    </message>
    <message>
        <source>superseded</source>
        <translation>已被取代</translation>
    </message>
    <message>
        <source>taken out</source>
        <translation>已删除</translation>
    </message>
    <message>
        <source>taken out on one side</source>
        <translation>一方已删除</translation>
    </message>
    <message>
        <source>the case types</source>
        <translation>案件类型</translation>
    </message>
    <message>
        <source>the order of the clauses</source>
        <translation>条款顺序</translation>
    </message>
    <message>
        <source>theirs chosen</source>
        <translation>已选对方</translation>
    </message>
    <message>
        <source>to be chosen</source>
        <translation>待选择</translation>
    </message>
    <message>
        <source>to be read through by now</source>
        <translation>应已通读的页面</translation>
    </message>
    <message>
        <source>to be written</source>
        <translation>待编写</translation>
    </message>
    <message>
        <source>to mend</source>
        <translation>待修正</translation>
    </message>
    <message>
        <source>until {day}</source>
        <translation>至 {day}</translation>
    </message>
    <message>
        <source>verified</source>
        <translation>已验证</translation>
    </message>
    <message>
        <source>version {version}</source>
        <translation>版本 {version}</translation>
    </message>
    <message>
        <source>wait for approval</source>
        <translation>等待批准</translation>
    </message>
    <message>
        <source>withdrawn</source>
        <translation>已撤回</translation>
    </message>
    <message>
        <source>written from {base}, kept on this computer</source>
        <translation>基于 {base}，保存在本机</translation>
    </message>
    <message>
        <source>written there</source>
        <translation>已写入对方</translation>
    </message>
    <message>
        <source>wrong</source>
        <translation>有误</translation>
    </message>
    <message>
        <source>you may approve it</source>
        <translation>您可以批准</translation>
    </message>
    <message>
        <source>yours chosen</source>
        <translation>已选我方</translation>
    </message>
    <message>
        <source>{after}, with nothing before it</source>
        <translation>{after}，此前无版本</translation>
    </message>
    <message>
        <source>{before} against {after}</source>
        <translation>{before} 与 {after} 对比</translation>
    </message>
    <message>
        <source>{low}–{high} %</source>
        <translation>{low}–{high}%</translation>
    </message>
    <message>
        <source>{n} of {all}</source>
        <translation>{n} / {all}</translation>
    </message>
    <message>
        <source>{n} of {most}</source>
        <translation>{n} / {most}</translation>
    </message>
    <message>
        <source>{n} of {most}: the newest of those that you may read.</source>
        <translation>{most} 项中的 {n} 项：您可查看的最新结论。</translation>
    </message>
    <message>
        <source>{ours} takes what stands in the middle, {theirs} what stands at the right. What nobody else changed is in the page already. Until you take it over, your own text stays as you typed it.</source>
        <translation>按 {ours} 采用中间一栏，按 {theirs} 采用右侧一栏。仅一方改动的内容已并入页面。在您确认合并之前，您输入的文字保持原样。</translation>
    </message>
    <message>
        <source>{page} {version}: {state}</source>
        <translation>{page} {version}：{state}</translation>
    </message>
    <message>
        <source>{points} points, better</source>
        <translation>{points} 个百分点，更好</translation>
    </message>
    <message>
        <source>{points} points, may be chance</source>
        <translation>{points} 个百分点，可能出于偶然</translation>
    </message>
    <message>
        <source>{points} points, worse</source>
        <translation>{points} 个百分点，更差</translation>
    </message>
    <message>
        <source>{share} ({interval}), n {n}</source>
        <translation>{share}（{interval}），n {n}</translation>
    </message>
    <message>
        <source>{start} to {end}</source>
        <translation>{start} 至 {end}</translation>
    </message>
    <message>
        <source>↑ ↓ or digits choose, Enter sends, Tab goes on, Esc closes</source>
        <translation>↑ ↓ 或数字键选择，Enter 提交，Tab 下一项，Esc 关闭</translation>
    </message>
</context>
<context>
    <name>Status</name>
    <message numerus="yes">
        <source>%n pending</source>
        <translation>
            <numerusform>%n 项待发送</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n need your attention</source>
        <translation>
            <numerusform>%n 项需要您处理</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n unreadable, set aside</source>
        <translation>
            <numerusform>%n 件无法读取，已搁置</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n unsent pieces of work came back</source>
        <translation>
            <numerusform>已恢复 %n 项未提交的工作</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n with you</source>
        <translation>
            <numerusform>已带走 %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>Reading the queue …</source>
        <translation>正在读取队列…</translation>
    </message>
    <message>
        <source>Sign in again to sync</source>
        <translation>请重新登录以同步</translation>
    </message>
    <message numerus="yes">
        <source>Syncing · %n cases so far</source>
        <translation>
            <numerusform>正在同步 · 已同步 %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>This machine&apos;s policy cannot be used: the strictest rules hold</source>
        <translation>本机策略无法使用：采用最严格的规则</translation>
    </message>
    <message>
        <source>This seat was revoked; your work stays sealed here</source>
        <translation>本机已被撤销；您的工作仍密封保存在本机</translation>
    </message>
    <message>
        <source>This version is too old to sync</source>
        <translation>此版本过旧，无法同步</translation>
    </message>
    <message>
        <source>The server&apos;s answer makes no sense</source>
        <translation>无法理解服务器的响应</translation>
    </message>
    <message>
        <source>The server asked to wait</source>
        <translation>服务器要求稍候</translation>
    </message>
    <message>
        <source>Sync is paused</source>
        <translation>同步已暂停</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>正在启动</translation>
    </message>
    <message>
        <source>Signed out</source>
        <translation>已退出登录</translation>
    </message>
    <message>
        <source>Offline since {time}</source>
        <translation>自 {time} 起离线</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>离线</translation>
    </message>
    <message>
        <source>Your profile does not outlast the session, so nothing is kept here</source>
        <translation>您的用户配置文件在会话结束后不保留，因此本机不保存数据</translation>
    </message>
    <message>
        <source>Your profile lies on the network, so nothing is kept here</source>
        <translation>您的用户配置文件位于网络上，因此本机不保存数据</translation>
    </message>
    <message>
        <source>Your profile moves between computers, so nothing is kept here</source>
        <translation>您的用户配置文件会在多台电脑间移动，因此本机不保存数据</translation>
    </message>
    <message>
        <source>no safe connection</source>
        <translation>没有安全连接</translation>
    </message>
    <message>
        <source>reserved until {time}</source>
        <translation>保留至 {time}</translation>
    </message>
    <message>
        <source>Syncing</source>
        <translation>正在同步</translation>
    </message>
    <message>
        <source>Synced {ago}</source>
        <translation>{ago}已同步</translation>
    </message>
    <message>
        <source>Syncing · {done} of {total} cases</source>
        <translation>正在同步 · {done} / {total} 件</translation>
    </message>
    <message numerus="yes">
        <source>%n in my queue</source>
        <translation>
            <numerusform>我的队列 %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n decided today</source>
        <translation>
            <numerusform>今日已审结 %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>Times are UTC</source>
        <translation>时间为 UTC</translation>
    </message>
    <message>
        <source>Work kept with another key is set aside until that key is back</source>
        <translation>用其他密钥保存的工作已另存，待该密钥恢复后找回</translation>
    </message>
    <message numerus="yes">
        <source>%n reserved</source>
        <translation>
            <numerusform>已领取 %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>Another program holds this seat’s files: close it, sync goes on by itself</source>
        <translation>本机的文件被另一个程序占用：请关闭该程序，同步会自动继续</translation>
    </message>
    <message>
        <source>The copy of the queue was fetched again at {time}</source>
        <translation>队列副本已于 {time} 重新获取</translation>
    </message>
    <message>
        <source>The disk is full: free some space, sync goes on by itself</source>
        <translation>磁盘已满：请腾出空间，同步会自动继续</translation>
    </message>
    <message>
        <source>The disk takes nothing: sync waits; tell your administrator</source>
        <translation>磁盘无法写入：同步等待中；请告知管理员</translation>
    </message>
    <message>
        <source>The server is asked for {case} … Esc gives it up</source>
        <translation>正在向服务器查询 {case}…… 按 Esc 放弃</translation>
    </message>
    <message>
        <source>This profile is an older copy: unsent work may be missing (see Activity)</source>
        <translation>本配置是较旧的副本：未发送的工作可能缺失（见“动态”）</translation>
    </message>
    <message numerus="yes">
        <source>Without the server this seat closes in %n hours: go online</source>
        <translation>
            <numerusform>%n 小时内未联网，本机将关闭：请联网</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Without the server this seat closes in %n minutes: go online</source>
        <translation>
            <numerusform>%n 分钟内未联网，本机将关闭：请联网</numerusform>
        </translation>
    </message>
    <message>
        <source>Work may be missing: {numbers} (see Activity)</source>
        <translation>可能有内容遗失：第 {numbers} 号（见“动态”）</translation>
    </message>
    <message>
        <source>Your account is closed; your work stays sealed here</source>
        <translation>您的账号已停用；您的工作仍密封保存在本机</translation>
    </message>
    <message>
        <source>Your profile does not stay on this computer: send your work before you go</source>
        <translation>您的用户配置文件不留在本机：离开前请先发送工作</translation>
    </message>
    <message>
        <source>Your unsent work cannot be read any more: start Footplate again, it says what is missing</source>
        <translation>未发送的工作已无法读取：请重新启动 Footplate，它会说明缺少哪些内容</translation>
    </message>
    <message>
        <source>oldest {age}</source>
        <translation>最早一条已等待 {age}</translation>
    </message>
    <message>
        <source>something else answered</source>
        <translation>应答方不是服务器</translation>
    </message>
    <message>
        <source>the certificate file cannot be used</source>
        <translation>证书文件无法使用</translation>
    </message>
    <message>
        <source>the network asks to sign in</source>
        <translation>网络要求登录</translation>
    </message>
    <message>
        <source>the proxy asks for a password</source>
        <translation>代理要求密码</translation>
    </message>
    <message>
        <source>the proxy does not let it through</source>
        <translation>代理未放行</translation>
    </message>
    <message>
        <source>the server cannot be reached. Open it again once it can; Esc closes this</source>
        <translation>无法连接服务器。连通后请再打开；按 Esc 关闭本提示</translation>
    </message>
    <message>
        <source>the server has no such case for you. It may have been withdrawn; Esc closes this</source>
        <translation>服务器上没有您可查看的此案件，可能已被撤回；按 Esc 关闭本提示</translation>
    </message>
    <message>
        <source>the server&apos;s certificate is not accepted</source>
        <translation>服务器证书未被接受</translation>
    </message>
    <message>
        <source>the server’s answers are too large; tell your administrator</source>
        <translation>服务器的响应过大；请告知管理员</translation>
    </message>
    <message>
        <source>the server’s answers come to no end; tell your administrator</source>
        <translation>服务器的响应没有尽头；请告知管理员</translation>
    </message>
    <message>
        <source>until {time}</source>
        <translation>至 {time}</translation>
    </message>
    <message>
        <source>{case} is not on this seat: {why}</source>
        <translation>{case} 不在本席位：{why}</translation>
    </message>
    <message>
        <source>Online only: nothing is kept on this machine</source>
        <translation>仅在线：本机不保存任何内容</translation>
    </message>
    <message>
        <source>Kept encrypted on this machine</source>
        <translation>在本机加密保存</translation>
    </message>
</context>
<context>
    <name>Team</name>
    <message numerus="yes">
        <source>%n have too few cases to be shown.</source>
        <translation>
            <numerusform>另有 %n 个因案件太少而不显示。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n lie outside the limits; the others differ by no more than chance does.</source>
        <translation>
            <numerusform>%n 个在界限之外；其余差异不超出偶然。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more answers until anything is told</source>
        <translation>
            <numerusform>再答 %n 件后才有结果</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more cases without an error would show {target}.</source>
        <translation>
            <numerusform>再有 %n 件无误，即可证明达到 {target}。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more cases without an error would show {target}; about {rate} if it goes on as it has.</source>
        <translation>
            <numerusform>再有 %n 件无误，即可证明达到 {target}；照目前的对错比例约需 {rate} 件。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not settled yet</source>
        <translation>
            <numerusform>%n 件尚未定论</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of them with a critical error.</source>
        <translation>
            <numerusform>其中 %n 件有致命错误。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n practice cases to go</source>
        <translation>
            <numerusform>还差 %n 件练习案件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n repeated labels, the last counts</source>
        <translation>
            <numerusform>重复标注 %n 次，以最后一次为准</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n rest: given out so often that too many know them.</source>
        <translation>
            <numerusform>%n 件休眠：发放次数过多，知道的人太多。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n right ones in a row</source>
        <translation>
            <numerusform>连续正确 %n 件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n right ones in a row show 2 % errors or less rather than 8 %, and lead to {place}.</source>
        <translation>
            <numerusform>连续正确 %n 件即可表明错误率不高于 2 % 而非 8 %，并升至：{place}。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n undecided</source>
        <translation>
            <numerusform>%n 个未作判断</numerusform>
        </translation>
    </message>
    <message>
        <source>1 2 or ↑ ↓ and Enter choose, Tab to the words, Esc closes</source>
        <translation>1 2 或 ↑ ↓ 加 Enter 选择，Tab 到文字，Esc 关闭</translation>
    </message>
    <message>
        <source>20 cases with a known answer, one of them wrong at most</source>
        <translation>20 件答案已知的案件，至多错一件</translation>
    </message>
    <message>
        <source>A check is a hint, not a judgement: no figure of yours rests on it.</source>
        <translation>检查只是提示，不是评判：您的任何指标都不以它为依据。</translation>
    </message>
    <message>
        <source>A decided, settled case. What says whose it was is exchanged before anybody gets it.</source>
        <translation>已审结且无争议的案件。发给他人之前，会替换能看出当事人的内容。</translation>
    </message>
    <message>
        <source>A field is the kappa of two people, blue from 0.8, amber below 0.4; a number in grey is too few cases in common. Arrows move, Enter opens the cases.</source>
        <translation>每格是两人之间的 kappa，0.8 起为蓝色，低于 0.4 为琥珀色；灰色数字表示共同案件太少。方向键移动，Enter 打开案件。</translation>
    </message>
    <message>
        <source>A reason to look together and no verdict: it rings for 2 in 100 who work at 2 % errors, and for 78 in 100 at 8 %.</source>
        <translation>这是一起查看的理由，而非结论：错误率 2 % 的人每 100 人中有 2 人会触发，错误率 8 % 的有 78 人。</translation>
    </message>
    <message>
        <source>A share of cases hides ROCA&apos;s word until somebody has decided. Where the second bar lies above the first by more than their intervals, people follow its word rather than the evidence.</source>
        <translation>一部分案件在作出决定之前不显示 ROCA 判定。若第二条明显高于第一条、超出两者的区间，说明大家跟随的是它的判定而不是证据。</translation>
    </message>
    <message>
        <source>AC1 (Gwet)</source>
        <translation>AC1（Gwet）</translation>
    </message>
    <message>
        <source>Accuracy by type</source>
        <translation>各类案件的审核准确率</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>加入</translation>
    </message>
    <message>
        <source>Add a case</source>
        <translation>加入案件</translation>
    </message>
    <message>
        <source>Add a case with its answer</source>
        <translation>加入案件及其正确答案</translation>
    </message>
    <message numerus="yes">
        <source>After %n more practice cases come those with a known answer.</source>
        <translation>
            <numerusform>再做 %n 件练习案件，便进入答案已知的案件考核。</numerusform>
        </translation>
    </message>
    <message>
        <source>Against the limits</source>
        <translation>与界限相比</translation>
    </message>
    <message>
        <source>Agreement</source>
        <translation>一致性</translation>
    </message>
    <message>
        <source>Agreement at chance: these judgements could as well have been drawn by lot.</source>
        <translation>一致程度与偶然无异：这些判断与抽签无法区分。</translation>
    </message>
    <message>
        <source>Agreement of each pair of reviewers</source>
        <translation>每两位审核员之间的一致性</translation>
    </message>
    <message>
        <source>All lie within the limits: they differ by no more than chance does.</source>
        <translation>全部在界限之内：差异不超出偶然。</translation>
    </message>
    <message>
        <source>Always in the blind-first form, so that nothing tells one from an ordinary case.</source>
        <translation>一律采用先盲审的形式，与普通案件毫无区别。</translation>
    </message>
    <message>
        <source>An error would be</source>
        <translation>错误等级</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>提交答案</translation>
    </message>
    <message>
        <source>Asking the server …</source>
        <translation>正在询问服务器……</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Back to my licences</source>
        <translation>返回我的资格</translation>
    </message>
    <message>
        <source>Being kept …</source>
        <translation>正在保存……</translation>
    </message>
    <message>
        <source>Being sent …</source>
        <translation>正在发送…</translation>
    </message>
    <message>
        <source>Between {low} and {high} points: decisions follow its word.</source>
        <translation>在 {low} 与 {high} 个百分点之间：决定跟随了它的判断。</translation>
    </message>
    <message>
        <source>Between {low} and {high} points: decisions go against its word.</source>
        <translation>在 {low} 与 {high} 个百分点之间：决定与它的判断相反。</translation>
    </message>
    <message>
        <source>Between {low} and {high} points: no pull is shown.</source>
        <translation>在 {low} 与 {high} 个百分点之间：看不出影响。</translation>
    </message>
    <message>
        <source>Blind re-reviews and gold cases give cases in common.</source>
        <translation>盲审复核和金标案件会带来共同案件。</translation>
    </message>
    <message>
        <source>By</source>
        <translation>提出人</translation>
    </message>
    <message>
        <source>By type</source>
        <translation>按类型</translation>
    </message>
    <message>
        <source>By type, in points and shares with 95 % intervals</source>
        <translation>按类型，百分点与占比均附 95 % 区间</translation>
    </message>
    <message>
        <source>Cards of others are read by leads and auditors.</source>
        <translation>他人的评分卡由组长和审计员查看。</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>案件</translation>
    </message>
    <message>
        <source>Case number, such as C-204817</source>
        <translation>案件编号，如 C-204817</translation>
    </message>
    <message>
        <source>Cases in common</source>
        <translation>共同案件</translation>
    </message>
    <message>
        <source>Cases of the other types come to you once you are licensed for them.</source>
        <translation>取得资格后，其他类型的案件才会分给您。</translation>
    </message>
    <message>
        <source>Cases of {pair}: those that differ first</source>
        <translation>{pair} 的案件：不一致的在前</translation>
    </message>
    <message>
        <source>Cases that came, by hour</source>
        <translation>每小时进件</translation>
    </message>
    <message>
        <source>Certify</source>
        <translation>考核</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>检查项</translation>
    </message>
    <message>
        <source>Checked</source>
        <translation>检查时间</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>自动检查</translation>
    </message>
    <message>
        <source>Choose a type.</source>
        <translation>请选择类型。</translation>
    </message>
    <message>
        <source>Choose an outcome.</source>
        <translation>请选择结果。</translation>
    </message>
    <message>
        <source>Choose the new owner.</source>
        <translation>请选择新的所有者。</translation>
    </message>
    <message>
        <source>Choose the right answer.</source>
        <translation>请选择正确答案。</translation>
    </message>
    <message>
        <source>Choose what you found, or that there was no error.</source>
        <translation>请选择发现的错误，或选择“无错误”。</translation>
    </message>
    <message>
        <source>Choose whether it is mixed in or practised with.</source>
        <translation>请选择混入案件流还是用于练习。</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>等级</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Counts alone: which case it was is told to the person whose review it is.</source>
        <translation>仅为计数：具体是哪件案件，只告知审核者本人。</translation>
    </message>
    <message>
        <source>Counts are told from ten such cases on.</source>
        <translation>满十件后才告知计数。</translation>
    </message>
    <message>
        <source>Decided</source>
        <translation>决定</translation>
    </message>
    <message>
        <source>Decided blind first</source>
        <translation>先盲审后查看</translation>
    </message>
    <message>
        <source>Decided by</source>
        <translation>审核人</translation>
    </message>
    <message>
        <source>Decisions, by hour</source>
        <translation>每小时决定</translation>
    </message>
    <message>
        <source>Differences beyond chance</source>
        <translation>超出偶然的差异</translation>
    </message>
    <message>
        <source>Dispute</source>
        <translation>申诉</translation>
    </message>
    <message>
        <source>Dispute the judgement</source>
        <translation>对评判提出申诉</translation>
    </message>
    <message>
        <source>Disputes</source>
        <translation>申诉</translation>
    </message>
    <message>
        <source>Disputes, the oldest first</source>
        <translation>申诉，最早的在前</translation>
    </message>
    <message>
        <source>Done. The person reads the step and your reason.</source>
        <translation>已完成。对方可看到这一步及您的理由。</translation>
    </message>
    <message>
        <source>Drawn</source>
        <translation>抽取时间</translation>
    </message>
    <message>
        <source>Enter disputes it</source>
        <translation>按 Enter 申诉</translation>
    </message>
    <message>
        <source>Enter opens its cases</source>
        <translation>按 Enter 打开其中案件</translation>
    </message>
    <message>
        <source>Enter settles it</source>
        <translation>按 Enter 裁定</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Estimated from random audits of what ROCA decided alone. The queue alone cannot see what ROCA passed, and says too much.</source>
        <translation>由对 ROCA 自动决策的随机抽查估计得出。只看队列看不到 ROCA 自行放行的案件，会高估。</translation>
    </message>
    <message>
        <source>Even the lower bound of what it may truly be clears {target}.</source>
        <translation>真实值的下限也高于 {target}。</translation>
    </message>
    <message>
        <source>Even the upper bound of what it may truly be is below {target}.</source>
        <translation>真实值的上限也低于 {target}。</translation>
    </message>
    <message>
        <source>Every change makes a new version; answers keep the version they had.</source>
        <translation>每次改动都产生新版本；已有答案保留当时的版本。</translation>
    </message>
    <message>
        <source>Everybody gave the same answer, so agreement beyond chance is not defined.</source>
        <translation>所有人给出相同答案，因此无法计算超出偶然的一致性。</translation>
    </message>
    <message>
        <source>Few cases: the intervals are wide.</source>
        <translation>案件少：区间很宽。</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>First decision</source>
        <translation>首次决定</translation>
    </message>
    <message>
        <source>First decisions that are ROCA&apos;s verdict</source>
        <translation>首次决定与 ROCA 判定一致的占比</translation>
    </message>
    <message>
        <source>First decisions, blind and with ROCA&apos;s word</source>
        <translation>首次决定：盲审与看到 ROCA 判定</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>发现</translation>
    </message>
    <message>
        <source>Found right</source>
        <translation>认定正确的决定</translation>
    </message>
    <message>
        <source>From</source>
        <translation>从</translation>
    </message>
    <message>
        <source>Give</source>
        <translation>发放</translation>
    </message>
    <message>
        <source>Give a run of known answers</source>
        <translation>发放一组答案已知的案件</translation>
    </message>
    <message>
        <source>Give it out no more</source>
        <translation>不再发放</translation>
    </message>
    <message>
        <source>Give this case out no more</source>
        <translation>不再发放此案件</translation>
    </message>
    <message>
        <source>Given. They come among the person&apos;s cases, blind first like others.</source>
        <translation>已发放。它们会混在此人的案件中，与其他案件一样先盲审。</translation>
    </message>
    <message>
        <source>Grant a step, or step back</source>
        <translation>授予或退回一步</translation>
    </message>
    <message>
        <source>Hand over</source>
        <translation>移交</translation>
    </message>
    <message>
        <source>Hand the set over</source>
        <translation>移交案件集</translation>
    </message>
    <message>
        <source>Handed over. Its cases are the new owner&apos;s alone to see now.</source>
        <translation>已移交。其中案件现在只有新的所有者可见。</translation>
    </message>
    <message>
        <source>How you came here, the newest first</source>
        <translation>您的历程，最新在前</translation>
    </message>
    <message>
        <source>In their words: {reason}</source>
        <translation>对方写明：{reason}</translation>
    </message>
    <message>
        <source>In your words</source>
        <translation>您的说明</translation>
    </message>
    <message>
        <source>It goes up again only if the looks speak for 8 % errors or more rather than 2 % or less.</source>
        <translation>只有当再看结果表明错误率不低于 8 % 而非不高于 2 % 时，才会再提高。</translation>
    </message>
    <message>
        <source>It is sent already and cannot be taken back.</source>
        <translation>已经发出，无法撤回。</translation>
    </message>
    <message>
        <source>It is yours: you alone see its cases, until you hand it over.</source>
        <translation>归您所有：在移交之前，只有您能看到其中案件。</translation>
    </message>
    <message>
        <source>Judged by</source>
        <translation>评判来源</translation>
    </message>
    <message>
        <source>Judgements of your decisions, the newest first</source>
        <translation>对您决定的评判，最新的在前</translation>
    </message>
    <message>
        <source>Kappa is low because one answer is rare; read it beside the raw agreement and AC1.</source>
        <translation>kappa 偏低是因为某个答案很少见；请与一致率和 AC1 一并解读。</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Kept. A critical error counts against the licence.</source>
        <translation>已保存。致命错误会影响其资格。</translation>
    </message>
    <message>
        <source>Kept. It counts for the licence of who decided.</source>
        <translation>已保存，计入审核人的资格。</translation>
    </message>
    <message>
        <source>Known answers</source>
        <translation>金标案件</translation>
    </message>
    <message>
        <source>Last decided</source>
        <translation>最后决定</translation>
    </message>
    <message>
        <source>Learn</source>
        <translation>学习</translation>
    </message>
    <message>
        <source>Licences</source>
        <translation>资格</translation>
    </message>
    <message>
        <source>Licences by name</source>
        <translation>资格，按姓名排列</translation>
    </message>
    <message>
        <source>Licences by name: Enter grants or steps back, with a reason</source>
        <translation>资格，按姓名排列：按 Enter 授予或退回，须写明理由</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>独立处理</translation>
    </message>
    <message>
        <source>Look at the case first (O in the list). Critical errors count against the licence.</source>
        <translation>请先查看案件（在列表中按 O）。致命错误会影响资格。</translation>
    </message>
    <message>
        <source>Looked at</source>
        <translation>再看</translation>
    </message>
    <message>
        <source>Looked at again</source>
        <translation>再看比例</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>创建日期</translation>
    </message>
    <message>
        <source>Make</source>
        <translation>创建</translation>
    </message>
    <message>
        <source>Met and missed go by the one-sided bound at 95 %, which lies inside the interval that is shown.</source>
        <translation>达标与未达标按 95% 单侧界限判定，该界限位于所示区间之内。</translation>
    </message>
    <message>
        <source>Mixing in is switched off on the server (GOLD_SHARE). Practice and runs go on.</source>
        <translation>服务器已关闭混入（GOLD_SHARE）。练习与成组发放照常。</translation>
    </message>
    <message>
        <source>My checks</source>
        <translation>我的检查</translation>
    </message>
    <message>
        <source>My licences</source>
        <translation>我的资格</translation>
    </message>
    <message>
        <source>My scorecard</source>
        <translation>我的评分卡</translation>
    </message>
    <message>
        <source>My work</source>
        <translation>我的工作</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Name the set.</source>
        <translation>请填写名称。</translation>
    </message>
    <message>
        <source>Name what is particular to this case: the signal, the evidence, the value.</source>
        <translation>写出本案的具体之处：信号、证据、数值。</translation>
    </message>
    <message>
        <source>Name, such as the type and the year</source>
        <translation>名称，如类型和年份</translation>
    </message>
    <message>
        <source>New owner</source>
        <translation>新的所有者</translation>
    </message>
    <message>
        <source>New set</source>
        <translation>新建案件集</translation>
    </message>
    <message>
        <source>New set of known answers</source>
        <translation>新建金标案件集</translation>
    </message>
    <message>
        <source>Next case</source>
        <translation>下一件</translation>
    </message>
    <message>
        <source>No audit is decided yet, so recall cannot be estimated. Draw random audits first.</source>
        <translation>还没有抽查得出结论，因此无法估计召回率。请先随机抽取抽查案件。</translation>
    </message>
    <message>
        <source>No case is in it yet. Add one that is decided and settled, with the answer that was found to be right and why: whoever practises reads that.</source>
        <translation>其中还没有案件。请加入一件已审结且无争议的案件，写明正确答案及原因：练习的人会看到。</translation>
    </message>
    <message>
        <source>No case was decided blind first in this time.</source>
        <translation>这段时间没有先盲审的案件。</translation>
    </message>
    <message>
        <source>No contact centre has decided a case in the last 90 days.</source>
        <translation>最近 90 天没有外包中心决定过案件。</translation>
    </message>
    <message>
        <source>No decision of somebody else waits for a second look of yours.</source>
        <translation>没有他人的决定等您再看。</translation>
    </message>
    <message>
        <source>No dispute is open.</source>
        <translation>没有待裁定的申诉。</translation>
    </message>
    <message>
        <source>No dispute is open. Whoever disputes a judgement is answered here.</source>
        <translation>没有待裁定的申诉。对评判的申诉在此答复。</translation>
    </message>
    <message>
        <source>No error</source>
        <translation>无错误</translation>
    </message>
    <message>
        <source>No licence is written down yet: that begins with a person&apos;s first practice or look.</source>
        <translation>还没有资格记录：从某人第一次练习或被再看时开始。</translation>
    </message>
    <message>
        <source>No practice case of this type is left for you. Your lead can add some to a set.</source>
        <translation>这一类型没有可供您练习的案件了。组长可以向案件集中加入一些。</translation>
    </message>
    <message>
        <source>No two people judged the same case in this time, so agreement cannot be told.</source>
        <translation>这段时间没有两人判断过同一案件，因此无法计算一致性。</translation>
    </message>
    <message>
        <source>Nobody decided anything in this time.</source>
        <translation>这段时间没有人作出决定。</translation>
    </message>
    <message>
        <source>Nobody decided blind in this time.</source>
        <translation>这段时间内没有人盲审。</translation>
    </message>
    <message>
        <source>Nobody else has read your card in this time. Whoever does stands here.</source>
        <translation>这段时间内没有其他人查看过您的评分卡。查看者会列在这里。</translation>
    </message>
    <message>
        <source>Nobody else may own a set. Ask an admin who should.</source>
        <translation>没有其他人可以拥有案件集。请询问管理员。</translation>
    </message>
    <message>
        <source>Nobody has enough judged cases yet for a figure that may be shown.</source>
        <translation>还没有谁的评判案件足够多，可以显示数字。</translation>
    </message>
    <message>
        <source>Nobody has judged a decision of yours in this time.</source>
        <translation>这段时间没有人评判过您的决定。</translation>
    </message>
    <message>
        <source>Nobody holds a case or decided one in the last hour.</source>
        <translation>目前无人持有案件，最近一小时也无人作出决定。</translation>
    </message>
    <message>
        <source>Nobody was given a case with a known answer yet.</source>
        <translation>还没有人收到答案已知的案件。</translation>
    </message>
    <message>
        <source>Nobody&apos;s review was checked in this time.</source>
        <translation>这段时间内没有检查过任何审核。</translation>
    </message>
    <message>
        <source>None in this time: every check that could be made has passed.</source>
        <translation>这段时间内没有：凡能检查的均已通过。</translation>
    </message>
    <message>
        <source>None of your decisions was looked at again since then.</source>
        <translation>此后您的决定尚未被再看过。</translation>
    </message>
    <message>
        <source>None were given: no case of this type in any set is one that the person may get.</source>
        <translation>未发放：各案件集中没有此人可收到的这类案件。</translation>
    </message>
    <message>
        <source>None yet today.</source>
        <translation>今天还没有。</translation>
    </message>
    <message>
        <source>Not enough blind decisions yet: from 30 of each kind on, first decisions are compared here.</source>
        <translation>盲审决定还不够：两类各满 30 件后在此比较首次决定。</translation>
    </message>
    <message numerus="yes">
        <source>Not enough yet: %n more cases until it is shown.</source>
        <translation>
            <numerusform>数据不足：再有 %n 件才显示。</numerusform>
        </translation>
    </message>
    <message>
        <source>Not every case has as many judgements; Fleiss counts those that have.</source>
        <translation>各案件的判断数不同；Fleiss 只计数量相同的案件。</translation>
    </message>
    <message>
        <source>Not mixed in for {types}: their blind-first share is less than twice that of known answers and audits, so being blind would tell.</source>
        <translation>{types}不混入：其先盲审比例不足金标与抽查之和的两倍，盲审本身就会泄露。</translation>
    </message>
    <message>
        <source>Not this time: {truth} is right</source>
        <translation>这次不对：正确答案是“{truth}”</translation>
    </message>
    <message>
        <source>Nothing of it goes anywhere: say what you would decide, and read why that is right or wrong.</source>
        <translation>结果不会流向任何地方：说出您的决定，再看为何正确或错误。</translation>
    </message>
    <message>
        <source>Nothing waits.</source>
        <translation>没有等待的案件。</translation>
    </message>
    <message>
        <source>Nothing was decided in this week.</source>
        <translation>这一周没有作出决定。</translation>
    </message>
    <message>
        <source>Of nobody anything is told before {window} answers.</source>
        <translation>未满 {window} 件答案之前，不告知任何人的情况。</translation>
    </message>
    <message>
        <source>One person alone judged: there is nobody to agree with.</source>
        <translation>只有一人作出判断：没有可比较的对象。</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Open disputes</source>
        <translation>待裁定的申诉</translation>
    </message>
    <message>
        <source>Open each piece that a step names before you mark the step.</source>
        <translation>标记步骤之前，先打开该步骤引用的每份证据。</translation>
    </message>
    <message>
        <source>Open the clause beside the case; an old version says so there.</source>
        <translation>在案件旁打开条款；旧版本会在那里标明。</translation>
    </message>
    <message>
        <source>Open this person&apos;s card</source>
        <translation>打开此人的评分卡</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>所有者</translation>
    </message>
    <message>
        <source>Pair</source>
        <translation>两人</translation>
    </message>
    <message>
        <source>Pairs of reviewers</source>
        <translation>审核员两两对比</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>部分</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>时段</translation>
    </message>
    <message>
        <source>Practice case {n} of {all}</source>
        <translation>练习案件 {n} / {all}</translation>
    </message>
    <message>
        <source>Pull of ROCA</source>
        <translation>ROCA 的牵引</translation>
    </message>
    <message>
        <source>Put there</source>
        <translation>确定</translation>
    </message>
    <message>
        <source>QA re-review</source>
        <translation>质检复核</translation>
    </message>
    <message>
        <source>Raised</source>
        <translation>提出时间</translation>
    </message>
    <message>
        <source>Read the card</source>
        <translation>查看评分卡</translation>
    </message>
    <message>
        <source>Read the case in the window: time elsewhere is not counted.</source>
        <translation>请在窗口中阅读案件：在别处的时间不计入。</translation>
    </message>
    <message>
        <source>Read with care</source>
        <translation>解读提示</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Recall</source>
        <translation>召回率</translation>
    </message>
    <message>
        <source>Recall and precision against their targets</source>
        <translation>召回率、精确率与目标</translation>
    </message>
    <message>
        <source>Recall by random audits</source>
        <translation>随机抽查得出的召回率</translation>
    </message>
    <message>
        <source>Reserve the case, decide on its newest state, leave personal data out.</source>
        <translation>先领取案件，按最新内容作出决定，文字中不写个人信息。</translation>
    </message>
    <message>
        <source>Retire</source>
        <translation>停用</translation>
    </message>
    <message>
        <source>Reveal a value only where you compare it with something.</source>
        <translation>只有在需要比对时才查看明文。</translation>
    </message>
    <message>
        <source>Reviews in which a check failed, the newest first: Enter opens the case</source>
        <translation>有检查未通过的审核，最新在前：按 Enter 打开案件</translation>
    </message>
    <message>
        <source>Right answer</source>
        <translation>正确答案</translation>
    </message>
    <message>
        <source>Right: {truth}</source>
        <translation>正确：{truth}</translation>
    </message>
    <message>
        <source>Save the chart</source>
        <translation>保存图表</translation>
    </message>
    <message>
        <source>Saved as picture, vectors and table: {where}</source>
        <translation>已存为图片、矢量图和表格：{where}</translation>
    </message>
    <message>
        <source>Scorecards</source>
        <translation>评分卡</translation>
    </message>
    <message>
        <source>Scorecards, by name</source>
        <translation>评分卡（按名称）</translation>
    </message>
    <message>
        <source>Second looks: O opens the case, Enter says what was found</source>
        <translation>待再看：按 O 打开案件，按 Enter 填写发现</translation>
    </message>
    <message>
        <source>Set</source>
        <translation>案件集</translation>
    </message>
    <message>
        <source>Sets of cases with a known answer</source>
        <translation>答案已知的案件集</translation>
    </message>
    <message>
        <source>Settle</source>
        <translation>裁定</translation>
    </message>
    <message>
        <source>Settle the dispute</source>
        <translation>裁定申诉</translation>
    </message>
    <message>
        <source>Share drawn</source>
        <translation>抽取比例</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>班次</translation>
    </message>
    <message numerus="yes">
        <source>Since then %n of your decisions were looked at again</source>
        <translation>
            <numerusform>此后您有 %n 件决定被再看过</numerusform>
        </translation>
    </message>
    <message>
        <source>Some of your cases are ones whose answer is known. Told as counts alone and weeks later, so that no count tells which they were.</source>
        <translation>您的案件中有一些答案已知。只在数周之后告知计数，因此无从得知是哪几件。</translation>
    </message>
    <message>
        <source>Somebody who neither decided nor judged reads it and answers. It costs you nothing.</source>
        <translation>由既未作决定也未作评判的人阅读并答复。申诉不会对您有任何不利。</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>Step, and how much is looked at again</source>
        <translation>阶段及再看比例</translation>
    </message>
    <message>
        <source>Supervised</source>
        <translation>带教</translation>
    </message>
    <message>
        <source>Tab goes on, Enter sends, Esc closes</source>
        <translation>Tab 前进，Enter 发送，Esc 关闭</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>Taken back. Nothing was sent.</source>
        <translation>已撤回，没有发出任何内容。</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>团队</translation>
    </message>
    <message>
        <source>The card of {name}, who sees with their own that you have read it, and when.</source>
        <translation>{name}的评分卡。本人会在自己的评分卡上看到您查看过以及何时查看。</translation>
    </message>
    <message>
        <source>The case is given out no more. Answers so far keep counting.</source>
        <translation>该案件不再发放。此前的答案仍然计入。</translation>
    </message>
    <message>
        <source>The case is in the set, which has a new version.</source>
        <translation>案件已加入，案件集有了新版本。</translation>
    </message>
    <message>
        <source>The cases of a set are its owner&apos;s alone to see.</source>
        <translation>案件集中的案件只有所有者可见。</translation>
    </message>
    <message>
        <source>The contract&apos;s point estimate: met.</source>
        <translation>合同点估计：达标。</translation>
    </message>
    <message>
        <source>The contract&apos;s point estimate: missed.</source>
        <translation>合同点估计：未达标。</translation>
    </message>
    <message>
        <source>The decision was right</source>
        <translation>原决定正确</translation>
    </message>
    <message>
        <source>The dispute is kept and goes out in 10 s.</source>
        <translation>申诉已保存，10 秒后发出。</translation>
    </message>
    <message>
        <source>The files could not be written. Nothing else is changed.</source>
        <translation>文件无法写入，其他内容没有变化。</translation>
    </message>
    <message>
        <source>The house does not ask for licences yet, so nothing is drawn for a second look.</source>
        <translation>尚未启用资格要求，因此不抽取再看。</translation>
    </message>
    <message>
        <source>The house does not ask for licences: you may decide every type.</source>
        <translation>未启用资格要求：您可以处理所有类型。</translation>
    </message>
    <message>
        <source>The judgement stands</source>
        <translation>维持评判</translation>
    </message>
    <message>
        <source>The median of input and focus; pauses over {idle} do not count.</source>
        <translation>按输入和焦点计的中位数；超过 {idle}的停顿不计入。</translation>
    </message>
    <message>
        <source>The person reads the step and your reason. Nobody grants their own.</source>
        <translation>对方可看到这一步及您的理由。任何人不能为自己授予。</translation>
    </message>
    <message>
        <source>The seat did not say, such as which evidence was opened.</source>
        <translation>工作站未告知，例如打开了哪些证据。</translation>
    </message>
    <message>
        <source>The server cannot be reached. These figures are made there; {key} asks again. Nothing is lost.</source>
        <translation>无法连接服务器。这些数字在服务器上计算；按 {key} 重试。没有丢失任何内容。</translation>
    </message>
    <message>
        <source>The set gets a new version. Answers so far keep counting; it cannot be undone.</source>
        <translation>案件集将有新版本。此前的答案仍然计入；此操作无法撤销。</translation>
    </message>
    <message>
        <source>The set is yours. Enter opens it; then cases can be added.</source>
        <translation>案件集归您所有。按 Enter 打开后即可加入案件。</translation>
    </message>
    <message>
        <source>The settlement is kept and goes out in 10 s.</source>
        <translation>裁定已保存，10 秒后发出。</translation>
    </message>
    <message>
        <source>The whisker is the 95 % interval: the truth may lie anywhere on it.</source>
        <translation>须线是 95% 区间：真实值可能在其中任何位置。</translation>
    </message>
    <message>
        <source>There is no case type to be licensed for.</source>
        <translation>没有需要资格的案件类型。</translation>
    </message>
    <message>
        <source>There is no set yet. Make one: it has one owner, who alone sees its cases, and a version for every change.</source>
        <translation>还没有案件集。请新建：每个案件集只有一位所有者，只有其本人能看到其中案件，每次改动都有版本。</translation>
    </message>
    <message>
        <source>There is nothing to show yet.</source>
        <translation>暂无可显示的内容。</translation>
    </message>
    <message>
        <source>These two have no case in common.</source>
        <translation>这两人没有共同案件。</translation>
    </message>
    <message>
        <source>They agree more with each other than with what was found right.</source>
        <translation>他们彼此一致的程度高于与正确结论一致的程度。</translation>
    </message>
    <message>
        <source>They see with their own card that you have read it, and when.</source>
        <translation>本人会在自己的评分卡上看到您查看过以及何时查看。</translation>
    </message>
    <message>
        <source>This case is given out no more already.</source>
        <translation>该案件已不再发放。</translation>
    </message>
    <message>
        <source>This dispute is settled.</source>
        <translation>该申诉已裁定。</translation>
    </message>
    <message>
        <source>This judgement cannot be disputed: it is not settled yet.</source>
        <translation>该评判尚未定论，不能申诉。</translation>
    </message>
    <message>
        <source>This judgement is disputed already.</source>
        <translation>该评判已有申诉。</translation>
    </message>
    <message>
        <source>To</source>
        <translation>到</translation>
    </message>
    <message>
        <source>Too few cases to say whether it is {target}.</source>
        <translation>案件太少，无法判断是否达到 {target}。</translation>
    </message>
    <message>
        <source>Twenty at once, as when somebody begins, or as many as the person may get.</source>
        <translation>一次二十件，如新人入职时；不足时按此人可收到的数量发放。</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Used for</source>
        <translation>用途</translation>
    </message>
    <message>
        <source>Vendor</source>
        <translation>供应商</translation>
    </message>
    <message>
        <source>Vendor week</source>
        <translation>供应商周报</translation>
    </message>
    <message>
        <source>What ROCA said</source>
        <translation>ROCA 的判定</translation>
    </message>
    <message>
        <source>What an error is called: critical ones alone move a licence</source>
        <translation>错误的分类：只有致命错误影响资格</translation>
    </message>
    <message>
        <source>What failed</source>
        <translation>未通过的检查</translation>
    </message>
    <message>
        <source>What is checked of every review you write</source>
        <translation>您的每次审核都会检查的内容</translation>
    </message>
    <message>
        <source>What it means</source>
        <translation>含义</translation>
    </message>
    <message>
        <source>What it rests on: {type}</source>
        <translation>依据：{type}</translation>
    </message>
    <message>
        <source>What it says</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>What leads on</source>
        <translation>如何更进一步</translation>
    </message>
    <message>
        <source>What next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>What the second look found</source>
        <translation>再看的结果</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>怎么做</translation>
    </message>
    <message>
        <source>What waits, and when it is due</source>
        <translation>等待中的案件及到期时间</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Where you stand: Enter on a type practises it</source>
        <translation>您所处的阶段：在某类型上按 Enter 开始练习</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>Who agrees with whom: kappa of each pair</source>
        <translation>谁与谁一致：两两之间的 kappa</translation>
    </message>
    <message>
        <source>Who was given some: Enter gives a run of twenty to somebody who begins</source>
        <translation>收到过的人：按 Enter 给新人一次发放二十件</translation>
    </message>
    <message>
        <source>Whoever raised it reads these words; the figure is counted anew.</source>
        <translation>申诉人会读到这些话；数字随之重新计算。</translation>
    </message>
    <message>
        <source>Whose</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Why it is disputed</source>
        <translation>申诉理由</translation>
    </message>
    <message>
        <source>Why it is right</source>
        <translation>为何正确</translation>
    </message>
    <message>
        <source>Why it is right: whoever practises reads this</source>
        <translation>为何正确：练习的人会看到</translation>
    </message>
    <message>
        <source>Why it stands, or not</source>
        <translation>为何维持或不维持</translation>
    </message>
    <message>
        <source>Why your decision was right: name the evidence or the clause</source>
        <translation>说明您的决定为何正确：指出证据或条款</translation>
    </message>
    <message>
        <source>Why: the person reads this</source>
        <translation>原因：对方会看到</translation>
    </message>
    <message>
        <source>Write a sentence: it is what the other side reads.</source>
        <translation>请写一句话：对方会读到它。</translation>
    </message>
    <message>
        <source>Write the number of a case, such as C-204817.</source>
        <translation>请填写案件编号，如 C-204817。</translation>
    </message>
    <message>
        <source>Wrong</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>You have not moved yet. Every step up or down stands here with its reason.</source>
        <translation>您还没有变动。每次升降及其原因都会列在这里。</translation>
    </message>
    <message>
        <source>You may read licences; a lead or an admin grants them.</source>
        <translation>您可以查看资格；由组长或管理员授予。</translation>
    </message>
    <message>
        <source>You raised it or made the judgement, so somebody else settles it.</source>
        <translation>申诉由您提出或评判由您作出，因此由他人裁定。</translation>
    </message>
    <message>
        <source>You stand at: {place}</source>
        <translation>您现在处于：{place}</translation>
    </message>
    <message>
        <source>You will not see its cases any more.</source>
        <translation>您将不再看到其中案件。</translation>
    </message>
    <message>
        <source>Your lead has them mixed in among your cases. Whoever has one wrong of 20 at most goes on; how it went is told at the end.</source>
        <translation>组长会把它们混在您的案件中。20 件中至多错一件即可通过；结果在结束时告知。</translation>
    </message>
    <message>
        <source>Yours</source>
        <translation>您的决定</translation>
    </message>
    <message>
        <source>a day</source>
        <translation>每天</translation>
    </message>
    <message>
        <source>above 95 % limit</source>
        <translation>高于 95% 界限</translation>
    </message>
    <message>
        <source>above 99.8 % limit</source>
        <translation>高于 99.8% 界限</translation>
    </message>
    <message>
        <source>accuracy</source>
        <translation>审核准确率</translation>
    </message>
    <message>
        <source>active time for a decision</source>
        <translation>每次决定的有效处理时长</translation>
    </message>
    <message>
        <source>agree</source>
        <translation>一致率</translation>
    </message>
    <message>
        <source>agree, and are wrong together</source>
        <translation>一致，但一起判断错误</translation>
    </message>
    <message>
        <source>alarm</source>
        <translation>警报</translation>
    </message>
    <message>
        <source>alpha (Krippendorff)</source>
        <translation>alpha（Krippendorff）</translation>
    </message>
    <message>
        <source>answered</source>
        <translation>已答</translation>
    </message>
    <message>
        <source>as of {time}</source>
        <translation>截至 {time}</translation>
    </message>
    <message>
        <source>block</source>
        <translation>拦截</translation>
    </message>
    <message>
        <source>by case type</source>
        <translation>按案件类型</translation>
    </message>
    <message>
        <source>by team</source>
        <translation>按团队</translation>
    </message>
    <message>
        <source>by vendor</source>
        <translation>按供应商</translation>
    </message>
    <message>
        <source>calibration session</source>
        <translation>校准会</translation>
    </message>
    <message>
        <source>changed away from it once it was seen</source>
        <translation>看到后改为与之不同</translation>
    </message>
    <message>
        <source>changed to ROCA&apos;s verdict once it was seen</source>
        <translation>看到后改为 ROCA 判定</translation>
    </message>
    <message>
        <source>checks failed</source>
        <translation>项检查未通过</translation>
    </message>
    <message>
        <source>checks passed</source>
        <translation>项检查通过</translation>
    </message>
    <message>
        <source>decided before {day}</source>
        <translation>{day}之前审结</translation>
    </message>
    <message>
        <source>decisions wait for a second look</source>
        <translation>件决定待再看</translation>
    </message>
    <message>
        <source>disputed, open</source>
        <translation>已申诉，待裁定</translation>
    </message>
    <message>
        <source>disputed: it stands</source>
        <translation>已申诉：维持</translation>
    </message>
    <message>
        <source>disputed: you were right</source>
        <translation>已申诉：您是对的</translation>
    </message>
    <message>
        <source>due within 1 h</source>
        <translation>1 小时内到期</translation>
    </message>
    <message>
        <source>explained</source>
        <translation>讲解</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>未通过</translation>
    </message>
    <message>
        <source>few cases</source>
        <translation>案件少</translation>
    </message>
    <message>
        <source>first decisions that are ROCA&apos;s verdict, 95 % interval</source>
        <translation>首次决定与 ROCA 判定一致的占比，95 % 区间</translation>
    </message>
    <message>
        <source>four eyes</source>
        <translation>双人复核</translation>
    </message>
    <message>
        <source>given out</source>
        <translation>发放次数</translation>
    </message>
    <message>
        <source>holds</source>
        <translation>持有</translation>
    </message>
    <message numerus="yes">
        <source>in %n reviews</source>
        <translation>
            <numerusform>涉及 %n 件审核</numerusform>
        </translation>
    </message>
    <message>
        <source>in use</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>its owner alone sees its cases</source>
        <translation>只有所有者可见其中案件</translation>
    </message>
    <message>
        <source>kappa</source>
        <translation>kappa</translation>
    </message>
    <message>
        <source>kappa (Cohen)</source>
        <translation>kappa（Cohen）</translation>
    </message>
    <message>
        <source>kappa (Fleiss)</source>
        <translation>kappa（Fleiss）</translation>
    </message>
    <message>
        <source>known answers</source>
        <translation>答案已知</translation>
    </message>
    <message numerus="yes">
        <source>last %n days</source>
        <translation>
            <numerusform>最近 %n 天</numerusform>
        </translation>
    </message>
    <message>
        <source>last decision</source>
        <translation>最后决定</translation>
    </message>
    <message>
        <source>late</source>
        <translation>逾期</translation>
    </message>
    <message>
        <source>late now</source>
        <translation>当前逾期</translation>
    </message>
    <message>
        <source>later</source>
        <translation>以后</translation>
    </message>
    <message>
        <source>like ROCA, blind</source>
        <translation>与 ROCA 相同（盲审）</translation>
    </message>
    <message>
        <source>look at what went wrong together; nothing follows from it alone</source>
        <translation>请一起查看错在哪里；仅凭此不作任何处理</translation>
    </message>
    <message>
        <source>major</source>
        <translation>较重</translation>
    </message>
    <message>
        <source>median time</source>
        <translation>中位时长</translation>
    </message>
    <message>
        <source>mixed in</source>
        <translation>混入案件流</translation>
    </message>
    <message>
        <source>moved away from it</source>
        <translation>改为不同</translation>
    </message>
    <message>
        <source>moved away from it then</source>
        <translation>随后偏离它</translation>
    </message>
    <message>
        <source>moved towards it</source>
        <translation>改为一致</translation>
    </message>
    <message>
        <source>moved towards it then</source>
        <translation>随后转向它</translation>
    </message>
    <message>
        <source>n {n}, {k} more to show</source>
        <translation>n {n}，再有 {k} 件才显示</translation>
    </message>
    <message>
        <source>never told</source>
        <translation>从不告知</translation>
    </message>
    <message>
        <source>not answered yet</source>
        <translation>尚未答</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>不明</translation>
    </message>
    <message>
        <source>nothing out of the ordinary</source>
        <translation>没有异常</translation>
    </message>
    <message>
        <source>of the stream is mixed in</source>
        <translation>混入案件流的比例</translation>
    </message>
    <message>
        <source>pass</source>
        <translation>通过</translation>
    </message>
    <message>
        <source>passed</source>
        <translation>通过</translation>
    </message>
    <message>
        <source>people have enough answers</source>
        <translation>人的答案已足够</translation>
    </message>
    <message>
        <source>people the alarm rings for</source>
        <translation>人触发警报</translation>
    </message>
    <message>
        <source>practice</source>
        <translation>练习</translation>
    </message>
    <message>
        <source>quiet</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>rare answers pull kappa down</source>
        <translation>少见答案拉低 kappa</translation>
    </message>
    <message>
        <source>raw agreement</source>
        <translation>一致率</translation>
    </message>
    <message>
        <source>resting</source>
        <translation>休眠</translation>
    </message>
    <message>
        <source>rests after</source>
        <translation>休眠阈值</translation>
    </message>
    <message>
        <source>retired</source>
        <translation>已停用</translation>
    </message>
    <message>
        <source>second ones in force</source>
        <translation>再次决定生效</translation>
    </message>
    <message>
        <source>share</source>
        <translation>比例</translation>
    </message>
    <message>
        <source>share judged right, 95 % interval</source>
        <translation>评判为正确的比例，95% 区间</translation>
    </message>
    <message>
        <source>share of bad cases that ROCA catches, 95 % interval</source>
        <translation>ROCA 发现问题案件的比例，95% 区间</translation>
    </message>
    <message>
        <source>since then</source>
        <translation>此后</translation>
    </message>
    <message>
        <source>since version</source>
        <translation>起始版本</translation>
    </message>
    <message>
        <source>since {time}</source>
        <translation>自 {time} 起</translation>
    </message>
    <message>
        <source>somebody else settles it</source>
        <translation>由他人裁定</translation>
    </message>
    <message>
        <source>somebody of the house</source>
        <translation>内部人员</translation>
    </message>
    <message>
        <source>state</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>targets</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>the decision was right</source>
        <translation>原决定正确</translation>
    </message>
    <message>
        <source>the house</source>
        <translation>本公司</translation>
    </message>
    <message>
        <source>the judgement stands</source>
        <translation>维持评判</translation>
    </message>
    <message>
        <source>the last step: it stays while the looks speak for you</source>
        <translation>最后一步：再看结果良好即保持</translation>
    </message>
    <message>
        <source>the queue alone would say</source>
        <translation>只看队列的说法</translation>
    </message>
    <message>
        <source>the week before</source>
        <translation>上一周</translation>
    </message>
    <message>
        <source>this week</source>
        <translation>本周</translation>
    </message>
    <message>
        <source>today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>too few audits</source>
        <translation>抽查太少</translation>
    </message>
    <message>
        <source>types you are licensed for</source>
        <translation>类案件您已有资格</translation>
    </message>
    <message>
        <source>version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>within 1 h</source>
        <translation>1 小时内</translation>
    </message>
    <message>
        <source>within 4 h</source>
        <translation>4 小时内</translation>
    </message>
    <message>
        <source>within chance</source>
        <translation>属偶然范围</translation>
    </message>
    <message>
        <source>wrong</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>{errors} errors or more in the last {window}</source>
        <translation>最近 {window} 件中错误达 {errors} 件</translation>
    </message>
    <message>
        <source>{found}, {wrong}</source>
        <translation>{found}，{wrong}</translation>
    </message>
    <message>
        <source>{low} to {high}</source>
        <translation>{low} 至 {high}</translation>
    </message>
    <message>
        <source>{name}, version {n}</source>
        <translation>{name}，版本 {n}</translation>
    </message>
    <message>
        <source>{n} looked at, {errors} wrong</source>
        <translation>再看 {n} 件，错误 {errors} 件</translation>
    </message>
    <message>
        <source>{n} of {all}</source>
        <translation>{n} / {all}</translation>
    </message>
    <message>
        <source>{n} of {most}</source>
        <translation>{n}／{most}</translation>
    </message>
    <message>
        <source>{pair}: {n} cases in common, agree {raw}, kappa {kappa}, AC1 {ac1}.</source>
        <translation>{pair}：共同案件 {n} 件，一致率 {raw}，kappa {kappa}，AC1 {ac1}。</translation>
    </message>
    <message>
        <source>{pair}: {n} cases in common. {why}</source>
        <translation>{pair}：共同案件 {n} 件。{why}</translation>
    </message>
    <message>
        <source>{person}, {type}</source>
        <translation>{person}，{type}</translation>
    </message>
    <message>
        <source>{points} ({low} to {high})</source>
        <translation>{points}（{low} 至 {high}）</translation>
    </message>
    <message>
        <source>{rung}, {share}</source>
        <translation>{rung}，{share}</translation>
    </message>
    <message>
        <source>{start} to {end}</source>
        <translation>{start} 至 {end}</translation>
    </message>
    <message numerus="yes">
        <source>{target}: %n more audits needed</source>
        <translation>
            <numerusform>{target}：还需抽查 %n 件</numerusform>
        </translation>
    </message>
    <message>
        <source>{target}: met</source>
        <translation>{target}：达标</translation>
    </message>
    <message>
        <source>{target}: missed</source>
        <translation>{target}：未达标</translation>
    </message>
    <message>
        <source>{target}: not yet known</source>
        <translation>{target}：尚不可知</translation>
    </message>
    <message>
        <source>{type}, blind</source>
        <translation>{type}，盲审</translation>
    </message>
    <message>
        <source>{type}, its word in sight</source>
        <translation>{type}，看到判定</translation>
    </message>
    <message>
        <source>{type}: {place}</source>
        <translation>{type}：{place}</translation>
    </message>
    <message>
        <source>{value} ({low} to {high})</source>
        <translation>{value}（{low} 至 {high}）</translation>
    </message>
    <message>
        <source>{vendor}, {start} to {end}</source>
        <translation>{vendor}，{start} 至 {end}</translation>
    </message>
    <message>
        <source>↑ ↓ or digits choose, Enter sends, Tab goes on, Esc closes</source>
        <translation>↑ ↓ 或数字选择，Enter 发送，Tab 前进，Esc 关闭</translation>
    </message>
    <message>
        <source>agreement with others</source>
        <translation>与他人一致率</translation>
    </message>
    <message numerus="yes">
        <source>%n cases judged by two or more</source>
        <translation>
            <numerusform>%n 件由两人以上判断</numerusform>
        </translation>
    </message>
    <message>
        <source>How often each check failed, by name: Enter opens a card</source>
        <translation>各项检查未通过的次数，按姓名排列：按 Enter 打开评分卡</translation>
    </message>
    <message>
        <source>Who else has read your card</source>
        <translation>还有谁查看过您的评分卡</translation>
    </message>
    <message>
        <source>Who is on: Enter opens their card</source>
        <translation>在岗人员：按 Enter 打开评分卡</translation>
    </message>
    <message>
        <source>all together</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>all together {share}</source>
        <translation>总体 {share}</translation>
    </message>
    <message>
        <source>all types</source>
        <translation>全部类型</translation>
    </message>
    <message>
        <source>audited</source>
        <translation>已抽查</translation>
    </message>
    <message>
        <source>automated checks {share}</source>
        <translation>自动检查 {share}</translation>
    </message>
    <message>
        <source>bad</source>
        <translation>有问题</translation>
    </message>
    <message>
        <source>below 95 % limit</source>
        <translation>低于 95% 界限</translation>
    </message>
    <message>
        <source>below 99.8 % limit</source>
        <translation>低于 99.8% 界限</translation>
    </message>
    <message>
        <source>blocked by ROCA alone</source>
        <translation>ROCA 自行拦截</translation>
    </message>
    <message>
        <source>cases</source>
        <translation>案件</translation>
    </message>
    <message>
        <source>cases judged</source>
        <translation>评判的案件数</translation>
    </message>
    <message>
        <source>caught</source>
        <translation>已发现</translation>
    </message>
    <message>
        <source>clock stopped</source>
        <translation>暂停计时</translation>
    </message>
    <message>
        <source>critical</source>
        <translation>致命</translation>
    </message>
    <message>
        <source>decided</source>
        <translation>已决定</translation>
    </message>
    <message>
        <source>decided again</source>
        <translation>再次决定</translation>
    </message>
    <message>
        <source>decided by people</source>
        <translation>人工决定</translation>
    </message>
    <message>
        <source>decided in time</source>
        <translation>按时决定率</translation>
    </message>
    <message>
        <source>decisions a day</source>
        <translation>每天决定数</translation>
    </message>
    <message>
        <source>like ROCA, its word in sight</source>
        <translation>与 ROCA 相同（可见其判断）</translation>
    </message>
    <message>
        <source>met</source>
        <translation>达标</translation>
    </message>
    <message>
        <source>minor</source>
        <translation>轻微</translation>
    </message>
    <message>
        <source>missed</source>
        <translation>未达标</translation>
    </message>
    <message>
        <source>n {n_1} with it in sight, {n_2} blind</source>
        <translation>可见时 n {n_1}，盲审 n {n_2}</translation>
    </message>
    <message>
        <source>n {n}</source>
        <translation>n {n}</translation>
    </message>
    <message numerus="yes">
        <source>n {n}, %n more until it is shown</source>
        <translation>
            <numerusform>n {n}，再有 %n 件才显示</numerusform>
        </translation>
    </message>
    <message>
        <source>needless escalations</source>
        <translation>不必要的上报</translation>
    </message>
    <message>
        <source>nine in ten under {p90}, n {n}</source>
        <translation>九成在 {p90}以内，n {n}</translation>
    </message>
    <message>
        <source>no better than chance</source>
        <translation>与偶然无异</translation>
    </message>
    <message>
        <source>no team</source>
        <translation>无团队</translation>
    </message>
    <message>
        <source>not enough yet</source>
        <translation>数据不足</translation>
    </message>
    <message>
        <source>not settled</source>
        <translation>未定论</translation>
    </message>
    <message>
        <source>not yet known</source>
        <translation>尚不可知</translation>
    </message>
    <message>
        <source>one answer only</source>
        <translation>只有一种答案</translation>
    </message>
    <message>
        <source>open</source>
        <translation>待裁定</translation>
    </message>
    <message>
        <source>open disputes</source>
        <translation>待裁定的申诉</translation>
    </message>
    <message>
        <source>overturned</source>
        <translation>被改判</translation>
    </message>
    <message>
        <source>passed by ROCA alone</source>
        <translation>ROCA 自行放行</translation>
    </message>
    <message>
        <source>precision</source>
        <translation>精确率</translation>
    </message>
    <message>
        <source>pull of ROCA&apos;s word</source>
        <translation>ROCA 判断的影响</translation>
    </message>
    <message>
        <source>recall</source>
        <translation>召回率</translation>
    </message>
    <message>
        <source>replaced later</source>
        <translation>后被取代</translation>
    </message>
    <message>
        <source>right on cases with a known answer</source>
        <translation>已知答案案件的正确率</translation>
    </message>
    <message>
        <source>{interval}, n {n}</source>
        <translation>{interval}，n {n}</translation>
    </message>
    <message>
        <source>{k} more to show</source>
        <translation>再有 {k} 件才显示</translation>
    </message>
    <message>
        <source>{low}–{high} %</source>
        <translation>{low}–{high}%</translation>
    </message>
    <message>
        <source>{measure} against the number of cases</source>
        <translation>{measure}与案件数</translation>
    </message>
    <message>
        <source>{name}: {share}, {where}</source>
        <translation>{name}：{share}，{where}</translation>
    </message>
    <message numerus="yes">
        <source>{n} on %n days</source>
        <translation>
            <numerusform>%n 天共 {n} 件</numerusform>
        </translation>
    </message>
    <message>
        <source>{pace} in an hour of active time</source>
        <translation>每小时有效时间 {pace} 件</translation>
    </message>
    <message>
        <source>{points} points</source>
        <translation>{points} 个百分点</translation>
    </message>
    <message>
        <source>{share} ({interval})</source>
        <translation>{share}（{interval}）</translation>
    </message>
    <message>
        <source>{share} ({interval}), n {n}</source>
        <translation>{share}（{interval}），n {n}</translation>
    </message>
</context>
<context>
    <name>Values</name>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>not given</source>
        <translation>未提供</translation>
    </message>
    <message>
        <source>{n} km</source>
        <translation>{n} 公里</translation>
    </message>
    <message>
        <source>{n} km/h</source>
        <translation>{n} 公里/小时</translation>
    </message>
</context>
</TS>
