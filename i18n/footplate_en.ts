<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Activity</name>
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
    <name>Queue</name>
    <message numerus="yes">
        <source>%n already decided</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cases are chosen.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cases chosen</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n fall due before they come back</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of Key Users</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n reserved by others</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Change %n cases</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
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
        <source>Syncing · %n cases so far</source>
        <translation>
            <numerusform>Syncing · %n case so far</numerusform>
            <numerusform>Syncing · %n cases so far</numerusform>
        </translation>
    </message>
</context>
</TS>
