<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Activity</name>
    <message numerus="yes">
        <source>%n cases</source>
        <translation>
            <numerusform>%n case</numerusform>
            <numerusform>%n cases</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n need your attention</source>
        <translation>
            <numerusform>%n needs your attention</numerusform>
            <numerusform>%n need your attention</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n other reviews came later</source>
        <translation>
            <numerusform>%n other review came later</numerusform>
            <numerusform>%n other reviews came later</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n pending</source>
        <translation>
            <numerusform>%n pending</numerusform>
            <numerusform>%n pending</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n pieces of your work are gone from this computer (numbers {numbers}; {when}). With the next connection the server is asked which of them it has.</source>
        <translation>
            <numerusform>One piece of your work is gone from this computer (number {numbers}; {when}). With the next connection the server is asked whether it has it.</numerusform>
            <numerusform>%n pieces of your work are gone from this computer (numbers {numbers}; {when}). With the next connection the server is asked which of them it has.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n pieces of your work are gone from this computer and did not take effect (numbers {numbers}; {when}). Look whether your cases of that time are decided, and decide again those that are not.</source>
        <translation>
            <numerusform>One piece of your work is gone from this computer and did not take effect (number {numbers}; {when}). Look whether your cases of that time are decided, and decide again the one that is not.</numerusform>
            <numerusform>%n pieces of your work are gone from this computer and did not take effect (numbers {numbers}; {when}). Look whether your cases of that time are decided, and decide again those that are not.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>tried %n times, is tried again by itself</source>
        <translation>
            <numerusform>tried once, is tried again by itself</numerusform>
            <numerusform>tried %n times, is tried again by itself</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Along</name>
    <message numerus="yes">
        <source>%n are decided.</source>
        <translation>
            <numerusform>%n is decided.</numerusform>
            <numerusform>%n are decided.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n are due too soon.</source>
        <translation>
            <numerusform>%n is due too soon.</numerusform>
            <numerusform>%n are due too soon.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n are more than the 20 at once.</source>
        <translation>
            <numerusform>%n is more than the 20 at once.</numerusform>
            <numerusform>%n are more than the 20 at once.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n are put off.</source>
        <translation>
            <numerusform>%n is put off.</numerusform>
            <numerusform>%n are put off.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n are reserved by others.</source>
        <translation>
            <numerusform>%n is reserved by somebody else.</numerusform>
            <numerusform>%n are reserved by others.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cases are with you.</source>
        <translation>
            <numerusform>%n case is with you.</numerusform>
            <numerusform>%n cases are with you.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cases can go with you.</source>
        <translation>
            <numerusform>%n case can go with you.</numerusform>
            <numerusform>%n cases can go with you.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cases go back to the queue. Drafts stay.</source>
        <translation>
            <numerusform>%n case goes back to the queue. Drafts stay.</numerusform>
            <numerusform>%n cases go back to the queue. Drafts stay.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cases went back to the queue.</source>
        <translation>
            <numerusform>%n case went back to the queue.</numerusform>
            <numerusform>%n cases went back to the queue.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n chosen cases</source>
        <translation>
            <numerusform>%n chosen case</numerusform>
            <numerusform>%n chosen cases</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of Key Users stay.</source>
        <translation>
            <numerusform>%n of a Key User stays.</numerusform>
            <numerusform>%n of Key Users stay.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Asking the server for %n cases …</source>
        <translation>
            <numerusform>Asking the server for %n case …</numerusform>
            <numerusform>Asking the server for %n cases …</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Not with you (%n)</source>
        <translation>
            <numerusform>Not with you (%n)</numerusform>
            <numerusform>Not with you (%n)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The next %n of this view</source>
        <translation>
            <numerusform>The next %n of this view</numerusform>
            <numerusform>The next %n of this view</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>With you now (%n)</source>
        <translation>
            <numerusform>With you now (%n)</numerusform>
            <numerusform>With you now (%n)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>With you, but not whole (%n)</source>
        <translation>
            <numerusform>With you, but not whole (%n)</numerusform>
            <numerusform>With you, but not whole (%n)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Around</name>
    <message numerus="yes">
        <source>%n blocked</source>
        <translation>
            <numerusform>%n blocked</numerusform>
            <numerusform>%n blocked</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n changes since</source>
        <translation>
            <numerusform>%n change since</numerusform>
            <numerusform>%n changes since</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n decided</source>
        <translation>
            <numerusform>%n decided</numerusform>
            <numerusform>%n decided</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hits on watch-lists</source>
        <translation>
            <numerusform>%n hit on a watch-list</numerusform>
            <numerusform>%n hits on watch-lists</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n other cases</source>
        <translation>
            <numerusform>%n other case</numerusform>
            <numerusform>%n other cases</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n other cases of this account</source>
        <translation>
            <numerusform>%n other case of this account</numerusform>
            <numerusform>%n other cases of this account</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Calibrate</name>
    <message numerus="yes">
        <source>%n cases would be decided otherwise</source>
        <translation>
            <numerusform>%n case would be decided otherwise</numerusform>
            <numerusform>%n cases would be decided otherwise</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n fell back</source>
        <translation>
            <numerusform>%n fell back</numerusform>
            <numerusform>%n fell back</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n judged</source>
        <translation>
            <numerusform>%n judged</numerusform>
            <numerusform>%n judged</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more blind cases, all right</source>
        <translation>
            <numerusform>%n more blind case, right</numerusform>
            <numerusform>%n more blind cases, all right</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n unanswered for too long</source>
        <translation>
            <numerusform>%n unanswered for too long</numerusform>
            <numerusform>%n unanswered for too long</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Not enough yet: %n more cases until it is told how far the scores are off.</source>
        <translation>
            <numerusform>Not enough yet: %n more case until it is told how far the scores are off.</numerusform>
            <numerusform>Not enough yet: %n more cases until it is told how far the scores are off.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Of %n cases nothing can be said: none of their kind was looked at.</source>
        <translation>
            <numerusform>Of %n case nothing can be said: none of its kind was looked at.</numerusform>
            <numerusform>Of %n cases nothing can be said: none of their kind was looked at.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>On %n cases the ballots were divided.</source>
        <translation>
            <numerusform>On %n case the ballots were divided.</numerusform>
            <numerusform>On %n cases the ballots were divided.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Target {target}: %n more cases may settle it.</source>
        <translation>
            <numerusform>Target {target}: %n more case may settle it.</numerusform>
            <numerusform>Target {target}: %n more cases may settle it.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Target {target}: %n more cases until it is shown.</source>
        <translation>
            <numerusform>Target {target}: %n more case until it is shown.</numerusform>
            <numerusform>Target {target}: %n more cases until it is shown.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>last %n days</source>
        <translation>
            <numerusform>last %n day</numerusform>
            <numerusform>last %n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>n {n}, %n more until it is shown</source>
        <translation>
            <numerusform>n {n}, %n more until it is shown</numerusform>
            <numerusform>n {n}, %n more until it is shown</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Case</name>
    <message numerus="yes">
        <source>%n notes</source>
        <translation>
            <numerusform>%n note</numerusform>
            <numerusform>%n notes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Context</name>
    <message numerus="yes">
        <source>%n accounts</source>
        <translation>
            <numerusform>%n account</numerusform>
            <numerusform>%n accounts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cases</source>
        <translation>
            <numerusform>%n case</numerusform>
            <numerusform>%n cases</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n more</numerusform>
            <numerusform>%n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n senders</source>
        <translation>
            <numerusform>%n sender</numerusform>
            <numerusform>%n senders</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n steps</source>
        <translation>
            <numerusform>%n step</numerusform>
            <numerusform>%n steps</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n things in common</source>
        <translation>
            <numerusform>%n thing in common</numerusform>
            <numerusform>%n things in common</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Day</name>
    <message numerus="yes">
        <source>%n cases are handed over and go out in 10 s.</source>
        <translation>
            <numerusform>%n case is handed over and goes out in 10 s.</numerusform>
            <numerusform>%n cases are handed over and go out in 10 s.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cases of yours go to one person, or back to the queue.</source>
        <translation>
            <numerusform>%n case of yours goes to one person, or back to the queue.</numerusform>
            <numerusform>%n cases of yours go to one person, or back to the queue.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n could not be and stay yours.</source>
        <translation>
            <numerusform>%n could not be and stays yours.</numerusform>
            <numerusform>%n could not be and stay yours.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Evidence</name>
    <message numerus="yes">
        <source>%n unreadable values: show the raw form</source>
        <translation>
            <numerusform>%n unreadable value: show the raw form</numerusform>
            <numerusform>%n unreadable values: show the raw form</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Feedback</name>
    <message numerus="yes">
        <source>%n came from audits.</source>
        <translation>
            <numerusform>%n came from an audit.</numerusform>
            <numerusform>%n came from audits.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cases</source>
        <translation>
            <numerusform>%n case</numerusform>
            <numerusform>%n cases</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cases since the change of {day}.</source>
        <translation>
            <numerusform>%n case since the change of {day}.</numerusform>
            <numerusform>%n cases since the change of {day}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n findings came out of it or went into it.</source>
        <translation>
            <numerusform>%n finding came out of it or went into it.</numerusform>
            <numerusform>%n findings came out of it or went into it.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n judged by you</source>
        <translation>
            <numerusform>%n judged by you</numerusform>
            <numerusform>%n judged by you</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more after this one</source>
        <translation>
            <numerusform>%n more after this one</numerusform>
            <numerusform>%n more after this one</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more are kept back: you are still to look at them blind.</source>
        <translation>
            <numerusform>%n more is kept back: you are still to look at it blind.</numerusform>
            <numerusform>%n more are kept back: you are still to look at them blind.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of these cases have no answer and count as lost until they have one, for a candidate chooses what it answers.</source>
        <translation>
            <numerusform>%n of these cases has no answer and counts as lost until it has one, for a candidate chooses what it answers.</numerusform>
            <numerusform>%n of these cases have no answer and count as lost until they have one, for a candidate chooses what it answers.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of your marks no longer hold</source>
        <translation>
            <numerusform>%n of your marks no longer holds</numerusform>
            <numerusform>%n of your marks no longer hold</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of your marks still hold</source>
        <translation>
            <numerusform>%n of your marks still holds</numerusform>
            <numerusform>%n of your marks still hold</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n pairs are judged so far. Which reasoning was found better is told once the run is concluded, from {need} pairs on.</source>
        <translation>
            <numerusform>%n pair is judged so far. Which reasoning was found better is told once the run is concluded, from {need} pairs on.</numerusform>
            <numerusform>%n pairs are judged so far. Which reasoning was found better is told once the run is concluded, from {need} pairs on.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n people labelled them;</source>
        <translation>
            <numerusform>%n person labelled them;</numerusform>
            <numerusform>%n people labelled them;</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picked cases leave this finding and make another one.</source>
        <translation>
            <numerusform>%n picked case leaves this finding and makes another one.</numerusform>
            <numerusform>%n picked cases leave this finding and make another one.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n possible patterns were looked at together</source>
        <translation>
            <numerusform>%n possible pattern was looked at</numerusform>
            <numerusform>%n possible patterns were looked at together</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n steps</source>
        <translation>
            <numerusform>%n step</numerusform>
            <numerusform>%n steps</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n types</source>
        <translation>
            <numerusform>%n type</numerusform>
            <numerusform>%n types</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Concluded on {day} by {name}; %n people who marked steps were told.</source>
        <translation>
            <numerusform>Concluded on {day} by {name}; %n person who marked steps was told.</numerusform>
            <numerusform>Concluded on {day} by {name}; %n people who marked steps were told.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Of %n pairs the candidate’s reasoning was found better in {candidate}, ROCA’s present one in {present}, neither in {neither}; p {p} by the exact sign test, e-value {e}.</source>
        <translation>
            <numerusform>Of %n pair the candidate’s reasoning was found better in {candidate}, ROCA’s present one in {present}, neither in {neither}; p {p} by the exact sign test, e-value {e}.</numerusform>
            <numerusform>Of %n pairs the candidate’s reasoning was found better in {candidate}, ROCA’s present one in {present}, neither in {neither}; p {p} by the exact sign test, e-value {e}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Schema {schema}; %n signals; labels in force up to number {n}.</source>
        <translation>
            <numerusform>Schema {schema}; %n signal; labels in force up to number {n}.</numerusform>
            <numerusform>Schema {schema}; %n signals; labels in force up to number {n}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Split off %n cases</source>
        <translation>
            <numerusform>Split off %n case</numerusform>
            <numerusform>Split off %n cases</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>These are the newest %n; H shows more.</source>
        <translation>
            <numerusform>This is the newest one; H shows more.</numerusform>
            <numerusform>These are the newest %n; H shows more.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Withheld: %n pairs were judged, and fewer than {need} could show nothing.</source>
        <translation>
            <numerusform>Withheld: %n pair was judged, and fewer than {need} could show nothing.</numerusform>
            <numerusform>Withheld: %n pairs were judged, and fewer than {need} could show nothing.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>last %n days</source>
        <translation>
            <numerusform>last %n day</numerusform>
            <numerusform>last %n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>none of %n cases answered yet</source>
        <translation>
            <numerusform>%n case not answered yet</numerusform>
            <numerusform>none of %n cases answered yet</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>of %n cases in the version</source>
        <translation>
            <numerusform>of %n case in the version</numerusform>
            <numerusform>of %n cases in the version</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>of the last %n days</source>
        <translation>
            <numerusform>of the last %n day</numerusform>
            <numerusform>of the last %n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{change} on %n cases; p {p} by McNemar’s exact test; e-value {e}, where 20 and more counts.</source>
        <translation>
            <numerusform>{change} on %n case; p {p} by McNemar’s exact test; e-value {e}, where 20 and more counts.</numerusform>
            <numerusform>{change} on %n cases; p {p} by McNemar’s exact test; e-value {e}, where 20 and more counts.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>House</name>
    <message numerus="yes">
        <source>%n cases of the queue on this computer will change.</source>
        <translation>
            <numerusform>%n case of the queue on this computer will change.</numerusform>
            <numerusform>%n cases of the queue on this computer will change.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>It speaks of %n cases that wait on this computer.</source>
        <translation>
            <numerusform>It speaks of %n case that waits on this computer.</numerusform>
            <numerusform>It speaks of %n cases that wait on this computer.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>It speaks of at most %n cases that wait on this computer.</source>
        <translation>
            <numerusform>It speaks of at most %n case that waits on this computer.</numerusform>
            <numerusform>It speaks of at most %n cases that wait on this computer.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LeavingSheet</name>
    <message numerus="yes">
        <source>%n drafts go nowhere by themselves: they stay in this profile, under its key, and are here when you sign in again.</source>
        <translation>
            <numerusform>%n draft goes nowhere by itself: it stays in this profile, under its key, and is here when you sign in again.</numerusform>
            <numerusform>%n drafts go nowhere by themselves: they stay in this profile, under its key, and are here when you sign in again.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of your drafts are not finished</source>
        <translation>
            <numerusform>%n of your drafts is not finished</numerusform>
            <numerusform>%n of your drafts are not finished</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n pieces of your work are not sent yet</source>
        <translation>
            <numerusform>%n piece of your work is not sent yet</numerusform>
            <numerusform>%n pieces of your work are not sent yet</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Waiting until %n pieces of work are sent</source>
        <translation>
            <numerusform>Waiting until %n piece of work is sent</numerusform>
            <numerusform>Waiting until %n pieces of work are sent</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LockView</name>
    <message numerus="yes">
        <source>Nobody was here for %n minutes.</source>
        <translation>
            <numerusform>Nobody was here for %n minute.</numerusform>
            <numerusform>Nobody was here for %n minutes.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Machine</name>
    <message numerus="yes">
        <source>%n hours</source>
        <translation>
            <numerusform>%n hour</numerusform>
            <numerusform>%n hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>After %n minutes</source>
        <translation>
            <numerusform>After %n minute</numerusform>
            <numerusform>After %n minutes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Quality</name>
    <message numerus="yes">
        <source>%n cases scored by two</source>
        <translation>
            <numerusform>%n case scored by two</numerusform>
            <numerusform>%n cases scored by two</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n errors (Ac)</source>
        <translation>
            <numerusform>%n error (Ac)</numerusform>
            <numerusform>%n errors (Ac)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n errors (Re)</source>
        <translation>
            <numerusform>%n error (Re)</numerusform>
            <numerusform>%n errors (Re)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cases</source>
        <translation>
            <numerusform>%n case</numerusform>
            <numerusform>%n cases</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to re-review</source>
        <translation>
            <numerusform>%n to re-review</numerusform>
            <numerusform>%n to re-review</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n wait for the server</source>
        <translation>
            <numerusform>%n waits for the server</numerusform>
            <numerusform>%n wait for the server</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n wait for whoever takes them</source>
        <translation>
            <numerusform>%n waits for whoever takes it</numerusform>
            <numerusform>%n wait for whoever takes them</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n wait for you</source>
        <translation>
            <numerusform>%n waits for you</numerusform>
            <numerusform>%n wait for you</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n you had a part in</source>
        <translation>
            <numerusform>%n you had a part in</numerusform>
            <numerusform>%n you had a part in</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Bring %n document(s)</source>
        <translation>
            <numerusform>Bring %n document</numerusform>
            <numerusform>Bring %n documents</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>a team of %n</source>
        <translation>
            <numerusform>a team of %n</numerusform>
            <numerusform>a team of %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>here · %n pending</source>
        <translation>
            <numerusform>here · %n pending</numerusform>
            <numerusform>here · %n pending</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>the last %n days</source>
        <translation>
            <numerusform>the last %n day</numerusform>
            <numerusform>the last %n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{severity}, as the switching rules ask after %n lots.</source>
        <translation>
            <numerusform>{severity}, as the switching rules ask after %n lot.</numerusform>
            <numerusform>{severity}, as the switching rules ask after %n lots.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Queue</name>
    <message numerus="yes">
        <source>%n already decided</source>
        <translation>
            <numerusform>%n already decided</numerusform>
            <numerusform>%n already decided</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cases are chosen.</source>
        <translation>
            <numerusform>%n case is chosen.</numerusform>
            <numerusform>%n cases are chosen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cases chosen</source>
        <translation>
            <numerusform>%n case chosen</numerusform>
            <numerusform>%n cases chosen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n fall due before they come back</source>
        <translation>
            <numerusform>%n falls due before it comes back</numerusform>
            <numerusform>%n fall due before they come back</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of Key Users</source>
        <translation>
            <numerusform>%n of a Key User</numerusform>
            <numerusform>%n of Key Users</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n reserved by others</source>
        <translation>
            <numerusform>%n reserved by others</numerusform>
            <numerusform>%n reserved by others</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n will no longer be decided by two people</source>
        <translation>
            <numerusform>%n will no longer be decided by two people</numerusform>
            <numerusform>%n will no longer be decided by two people</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Change %n cases</source>
        <translation>
            <numerusform>Change %n case</numerusform>
            <numerusform>Change %n cases</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SeatPage</name>
    <message numerus="yes">
        <source>%n pieces of unsent work could not be sealed, because no recovery key is known here. They are gone.</source>
        <translation>
            <numerusform>%n piece of unsent work could not be sealed, because no recovery key is known here. It is gone.</numerusform>
            <numerusform>%n pieces of unsent work could not be sealed, because no recovery key is known here. They are gone.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n pieces of unsent work lie sealed in the profile. Your organisation can recover them.</source>
        <translation>
            <numerusform>%n piece of unsent work lies sealed in the profile. Your organisation can recover it.</numerusform>
            <numerusform>%n pieces of unsent work lie sealed in the profile. Your organisation can recover them.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Sheets</name>
    <message numerus="yes">
        <source>%n cases do not have this and stay up.</source>
        <translation>
            <numerusform>%n case does not have this and stays up.</numerusform>
            <numerusform>%n cases do not have this and stay up.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Sops</name>
    <message numerus="yes">
        <source>%n cases are kept back: you are still to look at them blind.</source>
        <translation>
            <numerusform>%n case is kept back: you are still to look at it blind.</numerusform>
            <numerusform>%n cases are kept back: you are still to look at them blind.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n d overdue</source>
        <translation>
            <numerusform>%n d overdue</numerusform>
            <numerusform>%n d overdue</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n flagged</source>
        <translation>
            <numerusform>%n flagged</numerusform>
            <numerusform>%n flagged</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n for you</source>
        <translation>
            <numerusform>%n for you</numerusform>
            <numerusform>%n for you</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n missed</source>
        <translation>
            <numerusform>%n missed</numerusform>
            <numerusform>%n missed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more to mend.</source>
        <translation>
            <numerusform>%n more to mend.</numerusform>
            <numerusform>%n more to mend.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n pages have nobody who answers for them</source>
        <translation>
            <numerusform>%n page has nobody who answers for it</numerusform>
            <numerusform>%n pages have nobody who answers for them</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n places to choose for</source>
        <translation>
            <numerusform>%n place to choose for</numerusform>
            <numerusform>%n places to choose for</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in %n d</source>
        <translation>
            <numerusform>in %n d</numerusform>
            <numerusform>in %n d</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>last %n days</source>
        <translation>
            <numerusform>last %n day</numerusform>
            <numerusform>last %n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>n {n}: %n more until it is shown</source>
        <translation>
            <numerusform>n {n}: %n more until it is shown</numerusform>
            <numerusform>n {n}: %n more until it is shown</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Status</name>
    <message numerus="yes">
        <source>%n decided today</source>
        <translation>
            <numerusform>%n decided today</numerusform>
            <numerusform>%n decided today</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n in my queue</source>
        <translation>
            <numerusform>%n in my queue</numerusform>
            <numerusform>%n in my queue</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n need your attention</source>
        <translation>
            <numerusform>%n needs your attention</numerusform>
            <numerusform>%n need your attention</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n pending</source>
        <translation>
            <numerusform>%n pending</numerusform>
            <numerusform>%n pending</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n reserved</source>
        <translation>
            <numerusform>%n reserved</numerusform>
            <numerusform>%n reserved</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n unreadable, set aside</source>
        <translation>
            <numerusform>%n unreadable, set aside</numerusform>
            <numerusform>%n unreadable, set aside</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n unsent pieces of work came back</source>
        <translation>
            <numerusform>%n unsent piece of work came back</numerusform>
            <numerusform>%n unsent pieces of work came back</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n with you</source>
        <translation>
            <numerusform>%n with you</numerusform>
            <numerusform>%n with you</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Syncing · %n cases so far</source>
        <translation>
            <numerusform>Syncing · %n case so far</numerusform>
            <numerusform>Syncing · %n cases so far</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Without the server this seat closes in %n hours: go online</source>
        <translation>
            <numerusform>Without the server this seat closes in %n hour: go online</numerusform>
            <numerusform>Without the server this seat closes in %n hours: go online</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Without the server this seat closes in %n minutes: go online</source>
        <translation>
            <numerusform>Without the server this seat closes in %n minute: go online</numerusform>
            <numerusform>Without the server this seat closes in %n minutes: go online</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Team</name>
    <message numerus="yes">
        <source>%n cases judged by two or more</source>
        <translation>
            <numerusform>%n case judged by two or more</numerusform>
            <numerusform>%n cases judged by two or more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n have too few cases to be shown.</source>
        <translation>
            <numerusform>%n has too few cases to be shown.</numerusform>
            <numerusform>%n have too few cases to be shown.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n lie outside the limits; the others differ by no more than chance does.</source>
        <translation>
            <numerusform>%n lies outside the limits; the others differ by no more than chance does.</numerusform>
            <numerusform>%n lie outside the limits; the others differ by no more than chance does.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more answers until anything is told</source>
        <translation>
            <numerusform>%n more answer until anything is told</numerusform>
            <numerusform>%n more answers until anything is told</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more cases without an error would show {target}.</source>
        <translation>
            <numerusform>%n more case without an error would show {target}.</numerusform>
            <numerusform>%n more cases without an error would show {target}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more cases without an error would show {target}; about {rate} if it goes on as it has.</source>
        <translation>
            <numerusform>%n more case without an error would show {target}; about {rate} if it goes on as it has.</numerusform>
            <numerusform>%n more cases without an error would show {target}; about {rate} if it goes on as it has.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not settled yet</source>
        <translation>
            <numerusform>%n not settled yet</numerusform>
            <numerusform>%n not settled yet</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of them with a critical error.</source>
        <translation>
            <numerusform>%n of them with a critical error.</numerusform>
            <numerusform>%n of them with a critical error.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n practice cases to go</source>
        <translation>
            <numerusform>%n practice case to go</numerusform>
            <numerusform>%n practice cases to go</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n repeated labels, the last counts</source>
        <translation>
            <numerusform>%n repeated label, the last counts</numerusform>
            <numerusform>%n repeated labels, the last counts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n rest: given out so often that too many know them.</source>
        <translation>
            <numerusform>%n rests: given out so often that too many know it.</numerusform>
            <numerusform>%n rest: given out so often that too many know them.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n right ones in a row</source>
        <translation>
            <numerusform>%n more right one</numerusform>
            <numerusform>%n right ones in a row</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n right ones in a row show 2 % errors or less rather than 8 %, and lead to {place}.</source>
        <translation>
            <numerusform>%n more right one shows 2 % errors or less rather than 8 %, and leads to {place}.</numerusform>
            <numerusform>%n right ones in a row show 2 % errors or less rather than 8 %, and lead to {place}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n undecided</source>
        <translation>
            <numerusform>%n undecided</numerusform>
            <numerusform>%n undecided</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>After %n more practice cases come those with a known answer.</source>
        <translation>
            <numerusform>After %n more practice case come those with a known answer.</numerusform>
            <numerusform>After %n more practice cases come those with a known answer.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Not enough yet: %n more cases until it is shown.</source>
        <translation>
            <numerusform>Not enough yet: %n more case until it is shown.</numerusform>
            <numerusform>Not enough yet: %n more cases until it is shown.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Since then %n of your decisions were looked at again</source>
        <translation>
            <numerusform>Since then %n of your decisions was looked at again</numerusform>
            <numerusform>Since then %n of your decisions were looked at again</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in %n reviews</source>
        <translation>
            <numerusform>in %n review</numerusform>
            <numerusform>in %n reviews</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>last %n days</source>
        <translation>
            <numerusform>last %n day</numerusform>
            <numerusform>last %n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>n {n}, %n more until it is shown</source>
        <translation>
            <numerusform>n {n}, %n more until it is shown</numerusform>
            <numerusform>n {n}, %n more until it is shown</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} on %n days</source>
        <translation>
            <numerusform>{n} on %n day</numerusform>
            <numerusform>{n} on %n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{target}: %n more audits needed</source>
        <translation>
            <numerusform>{target}: %n more audit needed</numerusform>
            <numerusform>{target}: %n more audits needed</numerusform>
        </translation>
    </message>
</context>
</TS>
