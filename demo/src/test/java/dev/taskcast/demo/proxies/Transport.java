package dev.taskcast.demo.proxies;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What a viewer speaks to a proxy. */
enum Transport {
    HTTP_1_1("http", HttpClient.Version.HTTP_1_1),
    /** Over TLS, as browsers have it. */
    HTTP_2("https", HttpClient.Version.HTTP_2);

    private final String scheme;
    private final HttpClient.Version version;

    Transport(String scheme, HttpClient.Version version) {
        this.scheme = scheme;
        this.version = version;
    }

    HttpClient.Version version() {
        return version;
    }

    HttpClient client() throws IOException {
        HttpClient.Builder builder = HttpClient.newBuilder().version(version).connectTimeout(Duration.ofSeconds(30));
        return (this == HTTP_2 ? builder.sslContext(Certificate.trusting()) : builder).build();
    }

    /** Where pages come from that this proxy serves. */
    String origin(Site site) {
        return String.format(
                Locale.ROOT, "%s://localhost:%d", scheme, this == HTTP_2 ? site.tlsPort() : site.plainPort());
    }

    HttpResponse<InputStream> open(HttpClient client, Site site, String path, String... headers)
            throws IOException, InterruptedException {
        return client.send(request(site, path, headers).GET().build(), BodyHandlers.ofInputStream());
    }

    HttpResponse<String> post(HttpClient client, Site site, String path, String... headers)
            throws IOException, InterruptedException {
        return client.send(
                request(site, path, headers).POST(BodyPublishers.noBody()).build(), BodyHandlers.ofString());
    }

    /** A limit for the head: a stream's body may take longer. */
    private HttpRequest.Builder request(Site site, String path, String... headers) {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(URI.create(origin(site) + path)).timeout(Duration.ofSeconds(60));
        List.of(headers).forEach(header -> {
            String[] parts = header.split(": ", 2);
            builder.header(parts[0], parts[1]);
        });
        return builder;
    }
}
