#!/bin/sh
# Starts the EdgeDFA board program; --help says what it can do.
#
# Java 17 or newer: $JAVA_HOME, else the one that was installed with the program, else the java of the PATH.
# $EDGE_DFA_JAVA_OPTIONS: options for Java that come after those of lib/java-options.
# --archive, alone: learns from a few samples and keeps the classes as they then are in lib/edge-dfa-device.jsa, for this machine's
#     Java; from then on starts are faster. Run it again after every change of Java.
home=$(dirname "$(dirname "$(readlink -f "$0")")")
if [ -n "$JAVA_HOME" ]; then
    java=$JAVA_HOME/bin/java
elif [ -x "$home/jre/bin/java" ]; then
    java=$home/jre/bin/java
else
    java=java
fi
archive=$home/lib/edge-dfa-device.jsa

if ! command -v "$java" > /dev/null; then
    echo "edge-dfa-device: there is no $java; allowed: Java 17 or newer in \$JAVA_HOME or on the PATH" >&2
    exit 127
fi

classes=-Xshare:auto
if [ "$1" = --archive ]; then
    if ! rm -f "$archive" || ! [ -w "$home/lib" ]; then
        echo "edge-dfa-device: $home/lib cannot be written; the archive goes there" >&2
        exit 1
    fi
    classes=-XX:ArchiveClassesAtExit=$archive
    set -- rehearse
elif [ -f "$archive" ]; then
    classes=-XX:SharedArchiveFile=$archive
fi

# ONNX Runtime reports to its maker unless told not to.
export ORT_DISABLE_TELEMETRY=1
# All threads allocate from one pool, so that what one of them has freed another can have: glibc makes up to eight per core.
export MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX:-1}"

# Native libraries are loaded from where they are; nothing is unpacked.
exec "$java" "@$home/lib/java-options" "$classes" \
    "-Djava.library.path=$home/lib/native" \
    "-Donnxruntime.native.path=$home/lib/native" \
    "-Dorg.sqlite.lib.path=$home/lib/native" \
    "-Djna.boot.library.path=$home/lib/native" -Djna.nounpack=true \
    $EDGE_DFA_JAVA_OPTIONS -jar "$home/lib/edge-dfa-device.jar" "$@"
