# Instances as units of systemd, `$unit<port>.service`. A slot holds: build (link to the build's folder) and env (mode
# 0600, for EnvironmentFile=); the template reads both.

see() {
  nothing_seen "$1"
  name=$unit$1.service loaded= active= sub= job= pid=0 since=
  properties=$(systemctl show --timestamp=us+utc -p LoadState -p ActiveState -p SubState -p Job -p MainPID \
    -p InvocationID -p ExecMainStartTimestamp "$name" 2>&1) || fail "systemctl show: $properties"
  while IFS='=' read -r key value; do
    case $key in
      LoadState) loaded=$value ;;
      ActiveState) active=$value ;;
      SubState) sub=$value ;;
      Job) job=${value#0} ;;
      MainPID) pid=$value ;;
      InvocationID) ref=$value ;;
      ExecMainStartTimestamp) since=$value ;;
    esac
  done <<END
$properties
END
  [ "$loaded" = loaded ] || fail "$name is $loaded: put the template $unit.service there"
  linked=$(readlink "$slot/build") && build=${linked##*/}
  case $active in
    inactive | failed)
      [ -z "$job" ] && { [ "$build" = - ] || state=dead; return 0; }
      state=alive note="$active, and about to change"
      ;;
    deactivating) state=stopping ;;
    *) state=alive ;;
  esac
  if [ "$pid" = 0 ]; then
    note="no process: $active ($sub)"
  elif cwd=$(readlink "/proc/$pid/cwd" 2>/dev/null); then
    build_by_folder "$cwd" "$build"
  else
    started_after_link
  fi
}

# Another user's folder cannot be seen. But systemd followed the link when it started the process: if the link is older
# than the process, it leads to where the process works.
started_after_link() {
  began=$(date -u -d "$since" +%s%6N 2>/dev/null) linked_at=$(stat -c %.6Z "$slot/build" 2>/dev/null | tr -d .)
  [ -n "$began" ] && [ -n "$linked_at" ] && [ "$began" -ge "$linked_at" ] ||
    note="was started before its build was put in its slot"
}

# By a polkit rule, or else by sudo.
control() {
  said=$(systemctl --no-ask-password "$@" 2>&1) && return 0
  case $said in *uthenticat* | *denied*)
    command -v sudo >/dev/null && said=$(sudo -n systemctl "$@" 2>&1) && return 0
    said="$said; let $(id -un) do: systemctl $*"
    ;;
  esac
  fail "systemctl $*: $said"
}

launch() {
  [ "$active" != failed ] || control reset-failed "$name" # else its limit of starts may stand in the way
  control start --no-block "$name"
}

terminate() { control stop --no-block "$name"; }

# $1 port, $2 which run of it
force() {
  see "$1"
  [ "$ref" != "$2" ] || control kill --signal=KILL "$name"
}

clear_slot() {
  [ "$active" != failed ] || control reset-failed "$name"
  rm -f "$slot/env" "$slot/build"
}

# $1 port, $2 lines, $3 bytes
log() { journalctl -q -n "$2" -o cat -u "$unit$1.service" 2>/dev/null | tail -c "$3"; }
