package dev.taskcast.cli.doctor;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Whether the name of the host has an address. */
final class NameCheck {
    private NameCheck() {}

    static List<Finding> look(String host) {
        try {
            String addresses = Arrays.stream(InetAddress.getAllByName(plain(host)))
                    .map(InetAddress::getHostAddress)
                    .distinct()
                    .collect(Collectors.joining(", "));
            return List.of(Finding.ok("name", host + " is " + addresses));
        } catch (UnknownHostException e) {
            return List.of(Finding.fail(
                    "name", host + " has no address", "Look whether the name is right, and whether DNS answers here."));
        }
    }

    /** An address of IPv6 is in brackets. */
    static String plain(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
