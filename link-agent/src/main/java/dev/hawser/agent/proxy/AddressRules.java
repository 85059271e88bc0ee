package dev.hawser.agent.proxy;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** Which addresses may be connected to for others, asked of what a name resolves to, right before connecting. */
final class AddressRules {

    /** Where clouds tell machines their secrets, as far as these addresses are not link-local. */
    private static final Set<String> METADATA = Set.of(
            "100.100.100.200", "192.0.0.192", "168.63.129.16", "fd00:ec2:0:0:0:0:0:254", "fd20:ce:0:0:0:0:0:254");

    private static final byte[] NAT64 = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};
    private static final int SIX_TO_FOUR_FIRST = 0x20;
    private static final int SIX_TO_FOUR_SECOND = 0x02;
    private static final int V4_BYTES = 4;
    private static final int BROADCAST = 0xff;

    private AddressRules() {}

    /**
     * Why an address must not be connected to; empty if it may.
     *
     * @param allowHost addresses of other machines are allowed
     */
    static Optional<String> refusal(InetAddress address, boolean allowHost) {
        InetAddress plain = embedded(address).orElse(address);
        if (plain.isLoopbackAddress()) {
            return Optional.empty();
        }
        if (!allowHost) {
            return Optional.of("it is not this machine, and the upstream does not allow other hosts");
        }
        if (plain.isAnyLocalAddress() || isThisNetwork(plain)) {
            return Optional.of("it stands for any address");
        }
        if (plain.isLinkLocalAddress()) {
            return Optional.of("it is link-local");
        }
        if (plain.isMulticastAddress() || isBroadcast(plain)) {
            return Optional.of("it is a group of machines");
        }
        return METADATA.contains(plain.getHostAddress().replaceAll("%.*", ""))
                ? Optional.of("machines are told secrets there")
                : Optional.empty();
    }

    /** The IPv4 address inside of an IPv6 one: compatible, NAT64 or 6to4. A mapped one arrives as IPv4 already. */
    private static Optional<InetAddress> embedded(InetAddress address) {
        if (!(address instanceof Inet6Address six)) {
            return Optional.empty();
        }
        byte[] bytes = six.getAddress();
        if (Arrays.equals(bytes, 0, NAT64.length, NAT64, 0, NAT64.length)
                || (six.isIPv4CompatibleAddress() && !six.isLoopbackAddress() && !six.isAnyLocalAddress())) {
            return Optional.of(v4(bytes, bytes.length - V4_BYTES));
        }
        boolean sixToFour = bytes[0] == SIX_TO_FOUR_FIRST && bytes[1] == SIX_TO_FOUR_SECOND;
        return sixToFour ? Optional.of(v4(bytes, 2)) : Optional.empty();
    }

    private static InetAddress v4(byte[] bytes, int from) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + V4_BYTES));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    private static boolean isThisNetwork(InetAddress address) {
        return address instanceof Inet4Address && address.getAddress()[0] == 0;
    }

    private static boolean isBroadcast(InetAddress address) {
        if (!(address instanceof Inet4Address)) {
            return false;
        }
        for (byte part : address.getAddress()) {
            if ((part & BROADCAST) != BROADCAST) {
                return false;
            }
        }
        return true;
    }
}
