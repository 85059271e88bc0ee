package dev.hawser.agent.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.contract.error.ProblemCode;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tunnel must not become a way into the networks around a desktop. */
class AddressRulesTest {

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.8.9.10", "::1", "::ffff:127.0.0.1"})
    void thisMachineIsAllowed(String address) throws UnknownHostException {
        assertThat(AddressRules.refusal(InetAddress.getByName(address), false)).isEmpty();
        assertThat(AddressRules.refusal(InetAddress.getByName(address), true)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.168.1.9", "10.0.0.1", "203.0.113.5", "2001:db8::1", "fd12::1"})
    void otherHostsAreAllowedOnlyWhereTheUpstreamSaysSo(String address) throws UnknownHostException {
        assertThat(AddressRules.refusal(InetAddress.getByName(address), false)).isPresent();
        assertThat(AddressRules.refusal(InetAddress.getByName(address), true)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "::",
                "169.254.169.254",
                "169.254.1.1",
                "fe80::1",
                "100.100.100.200",
                "192.0.0.192",
                "168.63.129.16",
                "fd00:ec2::254",
                "224.0.0.1",
                "ff02::1",
                "255.255.255.255",
                "::ffff:169.254.169.254",
                "::169.254.169.254",
                "64:ff9b::169.254.169.254",
                "2002:a9fe:a9fe::1"
            })
    void someAreNeverAllowed(String address) throws UnknownHostException {
        assertThat(AddressRules.refusal(InetAddress.getByName(address), false)).isPresent();
        assertThat(AddressRules.refusal(InetAddress.getByName(address), true)).isPresent();
    }

    @Test
    void aRefusedAddressIsNotConnectedTo() {
        try (var pool = new UpstreamPool()) {
            Upstream metadata = Upstream.of("meta", "http://169.254.169.254", true);

            assertThatThrownBy(() -> pool.connect(metadata))
                    .isInstanceOfSatisfying(
                            ProxyException.class,
                            refused -> assertThat(refused.code()).isEqualTo(ProblemCode.UPSTREAM_FORBIDDEN));
        }
    }
}
