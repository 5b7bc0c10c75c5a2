# Sourced by ./run and ./test: exports JAVA_HOME, a JDK from 21 on, or ends the script. Also sees that Maven is there.

# The feature number of the JDK in folder $1, as its release file tells it; 0 where there is none.
jdk_version() {
    [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || { echo 0; return; }
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

# Takes the newest JDK among the folders given, if it is new enough.
newest_jdk() {
    newest=20
    for folder; do
        version=$(jdk_version "$folder")
        if [ "${version:-0}" -gt "$newest" ]; then
            newest=$version
            JAVA_HOME=$folder
        fi
    done
    [ "$newest" -gt 20 ]
}

javac=$(command -v javac || true)
javac=$(readlink -f "${javac:-/}" 2>/dev/null || true)
newest_jdk "${JAVA_HOME:-/}" ||
    newest_jdk "${javac%/bin/javac}" ||
    newest_jdk /usr/lib/jvm/* /usr/java/* /Library/Java/JavaVirtualMachines/*/Contents/Home ||
    newest_jdk "${SDKMAN_DIR:-${HOME:-}/.sdkman}"/candidates/java/* ||
    newest_jdk "${HOME:-}"/.jdks/* || {
    echo "$0: needs a JDK 21 or newer, for virtual threads: install one (such as Temurin 25) and set JAVA_HOME to its folder" >&2
    exit 1
}
export JAVA_HOME

# Else Maven 3.8 makes newer JDKs warn of Maven's own libraries.
if [ "$newest" -gt 23 ]; then
    export MAVEN_OPTS="${MAVEN_OPTS:-} --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED"
fi

command -v mvn >/dev/null || {
    echo "$0: needs Maven 3.8 or newer to build: install it (package maven) and put mvn on the PATH" >&2
    exit 1
}
