# Sent whole with each command, before plain.sh or unit.sh: sh -c '<both>' headgate ACT FOLDER OWNER UNIT ARGUMENT...
# Runs on the host with what every Linux has: a POSIX shell, coreutils, findutils, tar, util-linux. No secret is ever an
# argument: those come by standard input. Every act ends by itself, so that a cut connection leaves nothing locked.

set -u
export LC_ALL=C
umask 022
act=$1 folder=$2 owner=$3 unit=$4
shift 4
home=$(readlink -f "$folder") # as the kernel tells the folder of a process, without links

# Seconds that one waits for another conductor; builds that stay on a host besides those in use.
lock_within=10 kept_builds=5

fail() {
  printf '%s\n' "$*" >&2
  exit 1
}

# Two services, or staging and production, in one folder would take each other's instances for their own.
check_owner() {
  [ ! -e "$folder/owner" ] || [ "$(cat "$folder/owner")" = "$owner" ] ||
    fail "$folder belongs to $(cat "$folder/owner"), this is $owner; give each its own folder"
}

prepare() {
  [ -d "$folder" ] || (umask 077 && mkdir -p "$folder") || fail "cannot make $folder"
  mkdir -p "$folder/slots" "$folder/builds" || fail "cannot write to $folder"
  echo "$owner" >"$folder/owner.$$" || fail "cannot write to $folder"
  ln "$folder/owner.$$" "$folder/owner" 2>/dev/null # only the first one gets it
  rm -f "$folder/owner.$$"
  check_owner
}

# Conductors on other machines act on this host too. The kernel lets go of the lock when this shell ends.
lock() {
  exec 9>>"$folder/lock" || fail "cannot write to $folder/lock"
  flock -w "$lock_within" 9 || fail "another conductor has held $folder/lock for $lock_within s"
}

unlock() { exec 9>&-; }

# What `see` tells of a slot. state: free, dead (was held), alive, stopping. build: sha256-... or -. ref: which run of it.
nothing_seen() { slot=$folder/slots/$1 state=free build=- note= ref=; }

# A running process tells its build by the folder that it works in, whatever anybody wrote down.
# $1 its folder, $2 what was written down
build_by_folder() {
  build=$2
  case $1 in
    *" (deleted)") note="its build's folder was removed" ;;
    "$home"/builds/sha256-*)
      build=${1#"$home"/builds/}
      build=${build%%/*}
      ;;
    *) note="works in $(printf %s "$1" | tr '\n\t' '??'), which is not its build's folder" ;;
  esac
}

look() {
  check_owner
  for port in "$@"; do
    see "$port"
    printf 'slot\t%s\t%s\t%s\t%s\n' "$port" "$state" "$build" "$note"
  done
}

# The same digest as Headgate's own: a line per file of kind, digest and path, sorted. Names with a line break or a
# backslash give another one, and are refused.
digest_of() {
  lines=$(
    cd "$1" || exit 1
    {
      find . -type f -exec sha256sum {} + | sed 's|^\([0-9a-f]*\)  \./|file \1 |'
      find . -type l | while IFS= read -r link; do printf 'link %s %s\n' "$(readlink "$link")" "${link#./}"; done
      find . ! -type f ! -type l ! -type d | sed 's|^|other |'
    } | sort
  )
  printf %s "$lines" | sha256sum | cut -d ' ' -f 1
}

# $1 build; answers missing, whole or damaged
verify() {
  check_owner
  if [ ! -d "$folder/builds/$1" ]; then echo missing
  elif [ "sha256-$(digest_of "$folder/builds/$1")" = "$1" ]; then
    touch "$folder/builds/$1" 2>/dev/null # used just now: the last one to be cleared away
    echo whole
  else echo damaged; fi
}

# $1 build; its files come as a tar. Whole or not at all: it gets its name once it is complete and checked.
upload() {
  prepare
  draft=$(mktemp -d "$folder/builds/.draft-XXXXXX") || fail "cannot write to $folder/builds"
  trap 'rm -rf "$draft"' EXIT
  trap 'exit 1' HUP INT TERM PIPE
  tar -xof - -C "$draft" || fail "the build was not received whole"
  [ "sha256-$(digest_of "$draft")" = "$1" ] || fail "what arrived is not $1"
  chmod -R u+rwX,go+rX "$draft" && touch "$draft"
  sync -f "$draft" 2>/dev/null || sync
  lock
  mv -T "$draft" "$folder/builds/$1" 2>/dev/null || [ -d "$folder/builds/$1" ] || fail "cannot write to $folder/builds"
  prune
}

prune() {
  find "$folder/builds" -maxdepth 1 -name '.draft-*' -mmin +120 -exec rm -rf {} +
  ls -1t "$folder/builds" | tail -n "+$((kept_builds + 1))" | while IFS= read -r old; do
    in_use "$old" || rm -rf "${folder:?}/builds/$old"
  done
}

in_use() {
  for link in "$folder"/slots/*/build; do
    [ "$(readlink "$link")" != "$home/builds/$1" ] || return 0
  done
  return 1
}

# $1 port, $2 build, then the command of a plain instance; its environment comes by standard input.
start() {
  port=$1 wanted=$2
  shift 2
  environment=$(cat) # before the lock: nobody shall wait for the network
  prepare
  lock
  see "$port"
  case $state in alive | stopping)
    echo taken
    return
    ;;
  esac
  [ -d "$home/builds/$wanted" ] || fail "$home/builds/$wanted is gone"
  mkdir -p "$slot" || fail "cannot write to $slot"
  (umask 077 && printf '%s\n' "$environment" >"$slot/env.new" && mv "$slot/env.new" "$slot/env") || fail "cannot write to $slot"
  ln -sfn "$home/builds/$wanted" "$slot/build" || fail "cannot write to $slot"
  launch "$port" "$wanted" "$@"
  echo started
}

# $1 build, $2 hundredths of a second until force, $3 ports that may be stopped
stop() {
  [ -d "$folder/slots" ] || return 0
  prepare
  lock
  wanted=$1 patience=$2 pending=
  for port in $3; do
    see "$port"
    [ "$build" = "$wanted" ] || continue
    case $state in
      alive | stopping)
        # A second request to stop is an order to stop at once to some services.
        [ "$state" = stopping ] || terminate "$port"
        pending="$pending $port=$ref"
        ;;
      dead) clear_slot ;;
    esac
  done
  unlock # a way back must not wait for what drains; `see` says stopping meanwhile
  await_end "$patience"
  for one in $pending; do force "${one%%=*}" "${one#*=}"; done
  await_end 500
  [ -z "$pending" ] || fail "port$pending: survived SIGKILL; is its disk hanging?"
}

# Hundredths of a second since boot, whatever happens to the clock.
uptime_is() {
  read -r uptime _ </proc/uptime
  uptime=${uptime%.*}${uptime#*.}
}

# Waits for $1 hundredths of a second; what has not ended by then stays in `pending`.
await_end() {
  uptime_is
  over=$((uptime + $1))
  while [ -n "$pending" ]; do
    still=
    for one in $pending; do
      see "${one%%=*}"
      case $state in
        alive | stopping) [ "$ref" = "${one#*=}" ] && still="$still $one" && continue ;;
      esac
      lock
      see "${one%%=*}" # somebody else may have started something there since
      [ "$state" != dead ] || [ "$build" != "$wanted" ] || clear_slot
      unlock
    done
    pending=$still
    uptime_is
    [ -n "$pending" ] && [ "$uptime" -lt "$over" ] || return 0
    sleep 0.1
  done
}
