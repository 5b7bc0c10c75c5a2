package dev.taskcast.demo.stage;

import io.nayuki.qrcodegen.QrCode;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the page is.
 *
 * @param port of it
 * @param others the address at which others reach it, or null where it is on loopback alone
 */
public record Address(int port, @Nullable InetAddress others) {
    private static final int DEFAULT_PORT = 8080;

    /**
     * As the page is told.
     *
     * @param url of the page, as far as others can reach it
     * @param own whether this machine alone can
     * @param command that would let others in
     * @param modules of a QR code of the URL, along an edge
     * @param path of its dark ones, for SVG
     */
    public record Told(String url, boolean own, String command, int modules, String path) {}

    /**
     * The page's address for others.
     *
     * @return with a slash at its end
     */
    public String url() {
        InetAddress outside = Objects.requireNonNull(others, "only this machine reaches it");
        String text = outside.getHostAddress().replaceFirst("%.*", "");
        return "http://" + (outside instanceof Inet6Address ? "[" + text + "]" : text) + ":" + port + "/";
    }

    Told told() {
        InetAddress outside = others;
        String url = outside == null ? "http://localhost:" + port + "/" : url();
        QrCode code = QrCode.encodeText(url, QrCode.Ecc.MEDIUM);
        String command = "./run --address "
                + ofThisMachine().map(InetAddress::getHostAddress).orElse("ADDRESS")
                + (port == DEFAULT_PORT ? "" : " --port " + port);
        return new Told(url, outside == null, command, code.size, path(code));
    }

    private static String path(QrCode code) {
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < code.size; y++) {
            for (int x = 0; x < code.size; x++) {
                if (code.getModule(x, y)) {
                    path.append('M').append(x).append(' ').append(y).append("h1v1h-1z");
                }
            }
        }
        return path.toString();
    }

    /**
     * An address at which the network that this machine is in may reach it.
     *
     * @return one of version 4, or empty where there is none
     */
    public static Optional<InetAddress> ofThisMachine() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> address instanceof Inet4Address
                            && !address.isLoopbackAddress()
                            && !address.isLinkLocalAddress())
                    .findFirst();
        } catch (SocketException e) {
            return Optional.empty();
        }
    }
}
