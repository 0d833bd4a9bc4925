<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Formats</name>
    <message>
        <source>{share} %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{d} d {h} h left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{h} h {m} left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{m} min left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>under 1 min left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{d} d {h} h late</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{h} h {m} late</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{m} min late</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>just late</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{s} s ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{m} min ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{h} h ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{s} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{m} min {s} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{m} min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{h} h {m} min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{d} d</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} mo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{y} y</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{y} y {n} mo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>d MMM HH:mm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>d MMM yyyy HH:mm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>d MMM yyyy</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
