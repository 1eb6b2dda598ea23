# Becomes a host of its own: `unshare --net --mount --pid --fork --mount-proc sh ssh-host.sh DIR NODE USER`. DIR is what
# only this host sees, as /srv; NODE is put there too. Ends, and all that runs on it, once standard input is closed: so
# it does not outlive the tests, whatever happens to them.
set -eu
dir=$1 node=$2 user=$3
mkdir -p "$dir/srv/run" /run/sshd
touch "$dir/srv/node"
sed "/^$user:/d" /etc/passwd >"$dir/passwd"
echo "$user:*:4711:4711::/srv/home:/bin/sh" >>"$dir/passwd"
mount --bind "$dir/passwd" /etc/passwd
mount --bind "$node" "$dir/srv/node"
mount --rbind "$dir/srv" /srv
ip link set lo up
echo up
read -r address # the network is plugged in from outside
cat >"$dir/sshd.conf" <<END
ListenAddress $address
HostKey $dir/host-key
AuthorizedKeysFile /srv/authorized
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
PidFile none
LogLevel VERBOSE
END
/usr/sbin/sshd -D -f "$dir/sshd.conf" -E "$dir/sshd.log" </dev/null &
cat >/dev/null
