# Instances as processes of their own. A slot holds: build (link to the build's folder), env (mode 0600), pid (`pid
# start-time build`, signed in by the process itself), stopping (once it was asked to), out.log and out.log.1.

# Sets `started`: start time in ticks since boot, which tells a process from a later one with its pid.
# Fails when there is none, or a zombie.
when_started() {
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
  # The second field is the command in brackets, which may hold blanks and brackets itself.
  set -- ${stat##*)}
  case $1 in Z | X) return 1 ;; esac
  started=${20}
}

see() {
  nothing_seen "$1"
  [ -e "$slot/pid" ] || return 0
  state=dead pid= since= signed=
  read -r pid since signed <"$slot/pid"
  case $signed in sha256-*) build=$signed ;; *) return 0 ;; esac # torn by a power cut: its holder is gone
  when_started "$pid" && [ "$started" = "$since" ] || return 0
  state=alive ref=$pid:$since
  [ ! -e "$slot/stopping" ] || state=stopping
  cwd=$(readlink "/proc/$pid/cwd") || return 0
  build_by_folder "$cwd" "$signed"
}

# `ln` makes the file `pid` whole or not at all and fails when it is there. The process signs in itself, so that there is
# no moment in which it runs and is not known; `exec` keeps its pid and its start time.
sign_in='
cd -P "$2" || exit 1
echo "$$ $(cut -d " " -f 22 /proc/$$/stat) $3" >"$1/pid.$$" && ln "$1/pid.$$" "$1/pid" || exit 1
rm -f "$1/pid.$$"
set -a
. "$1/env"
set +a
shift 3
exec "$@"'

launch() {
  launched=$2
  shift 2
  rm -f "$slot/pid" "$slot"/pid.* "$slot/stopping"
  [ ! -e "$slot/out.log" ] || mv -f "$slot/out.log" "$slot/out.log.1"
  (umask 077 && : >"$slot/out.log")
  # All three streams are redirected, or the connection would stay open for as long as the instance runs.
  setsid env -i "HOME=${HOME:-/}" "PATH=$PATH" "LANG=${LANG:-C.UTF-8}" /bin/sh -c "$sign_in" headgate \
    "$slot" "$home/builds/$launched" "$launched" "$@" </dev/null >>"$slot/out.log" 2>&1 9>&- &
  left=100
  until [ -e "$slot/pid" ]; do
    [ "$left" -gt 0 ] || fail "it did not sign in; its log ends: $(tail -n 3 "$slot/out.log")"
    left=$((left - 1))
    sleep 0.05
  done
}

terminate() {
  : >"$slot/stopping"
  kill -TERM "-$pid" 2>/dev/null || :
}

# $1 port, $2 which run of it
force() {
  see "$1"
  [ "$ref" != "$2" ] || kill -KILL "-$pid" 2>/dev/null || :
}

clear_slot() { rm -f "$slot/pid" "$slot"/pid.* "$slot/stopping" "$slot/env" "$slot/build"; }

# $1 port, $2 lines, $3 bytes
log() { tail -c "$3" "$folder/slots/$1/out.log" 2>/dev/null | tail -n "$2"; }
