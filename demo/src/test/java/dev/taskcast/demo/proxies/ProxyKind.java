package dev.taskcast.demo.proxies;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Which proxy, and how its shipped configuration is made one of a process beside the machine's own. */
enum ProxyKind {
    NGINX("nginx") {
        @Override
        List<String> command(String executable, Site site, Set<Line> lines) throws IOException {
            Map<String, String> ours = new LinkedHashMap<>();
            ours.put("listen 80;", "listen 127.0.0.1:" + site.plainPort() + ";");
            ours.put("listen 443 ", "listen 127.0.0.1:" + site.tlsPort() + " ");
            ours.put("/etc/ssl/tasks.pem", Certificate.file(site.folder()).toString());
            ours.put("127.0.0.1:8080", "127.0.0.1:" + site.server());
            String host = "        proxy_set_header Host $http_host;\n";
            String more = (lines.contains(Line.SECOND) ? host : "")
                    + (lines.contains(Line.SHORT_TIMEOUT) ? "        proxy_read_timeout 5s;\n" : "")
                    + (lines.contains(Line.COMPRESSION)
                            ? "        gzip_types text/event-stream;\n        gzip_proxied any;\n        gzip_min_length 0;\n"
                            : "");
            ours.put(host, more);
            Path own = site.write("tasks", Site.replaced(Site.lines("nginx.conf"), ours));
            Map<String, String> moved = Map.of(
                    "/run/nginx.pid", site.folder() + "/pid",
                    "/var/log/nginx", site.folder().toString(),
                    "/etc/nginx/sites-enabled/*", own.toString());
            Path main = site.write("nginx.conf", Site.shipped(Path.of("/etc/nginx/nginx.conf"), moved));
            return List.of(executable, "-e", site.folder() + "/error.log", "-c", main.toString(), "-g", "daemon off;");
        }
    },

    APACHE("apache2") {
        private static final List<String> MODULES = List.of("proxy", "proxy_http", "socache_shmcb", "ssl", "http2");

        @Override
        List<String> command(String executable, Site site, Set<Line> lines) throws IOException {
            Path etc = Path.of("/etc/apache2");
            Path folder = site.folder();
            Path ports = site.write(
                    "ports.conf",
                    Site.shipped(
                            etc.resolve("ports.conf"),
                            Map.of(
                                    "Listen 80", "Listen 127.0.0.1:" + site.plainPort(),
                                    "Listen 443", "Listen 127.0.0.1:" + site.tlsPort())));
            site.write(
                    "000-site.conf",
                    Site.shipped(
                            etc.resolve("sites-available/000-default.conf"), Map.of("*:80", "*:" + site.plainPort())));
            String certificate = Certificate.file(folder).toString();
            site.write(
                    "ssl-site.conf",
                    Site.shipped(
                            etc.resolve("sites-available/default-ssl.conf"),
                            Map.of(
                                    ":443", ":" + site.tlsPort(),
                                    "/etc/ssl/certs/ssl-cert-snakeoil.pem", certificate,
                                    "/etc/ssl/private/ssl-cert-snakeoil.key", certificate)));
            Path own = site.write("tasks.conf", ours(site, lines));
            Map<String, String> moved = Map.of(
                    "\nInclude ports.conf", "\nInclude " + ports,
                    "\nIncludeOptional mods-enabled/*.load",
                            "\nIncludeOptional mods-enabled/*.load" + modules(etc, ".load"),
                    "\nIncludeOptional mods-enabled/*.conf",
                            "\nIncludeOptional mods-enabled/*.conf" + modules(etc, ".conf"),
                    "\nIncludeOptional conf-enabled/*.conf", "\nIncludeOptional conf-enabled/*.conf\nInclude " + own,
                    "\nIncludeOptional sites-enabled/*.conf", "\nInclude " + folder + "/*-site.conf");
            Path main = site.write("apache2.conf", Site.shipped(etc.resolve("apache2.conf"), moved));
            return List.of(executable, "-d", etc.toString(), "-f", main.toString(), "-DFOREGROUND");
        }

        private static String ours(Site site, Set<Line> lines) throws IOException {
            Map<String, String> ours = new LinkedHashMap<>();
            ours.put("127.0.0.1:8080", "127.0.0.1:" + site.server());
            String host = "ProxyPreserveHost On\n";
            ours.put(
                    host,
                    (lines.contains(Line.SECOND) ? host : "")
                            + (lines.contains(Line.SHORT_TIMEOUT) ? "ProxyTimeout 5\n" : "")
                            + (lines.contains(Line.COMPRESSION)
                                    ? "AddOutputFilterByType DEFLATE text/event-stream\n"
                                    : ""));
            return Site.replaced(Site.lines("apache.conf"), ours);
        }

        // what a2enmod does
        private static String modules(Path etc, String end) {
            StringBuilder includes = new StringBuilder();
            for (String module : MODULES) {
                includes.append("\nIncludeOptional ").append(etc.resolve("mods-available/" + module + end));
            }
            return includes.toString();
        }

        // what /etc/apache2/envvars sets, with its folders moved
        @Override
        Map<String, String> environment(Site site) {
            String folder = site.folder().toString();
            return Map.of(
                    "APACHE_RUN_USER",
                    "www-data",
                    "APACHE_RUN_GROUP",
                    "www-data",
                    "APACHE_PID_FILE",
                    folder + "/pid",
                    "APACHE_RUN_DIR",
                    folder,
                    "APACHE_LOCK_DIR",
                    folder,
                    "APACHE_LOG_DIR",
                    folder,
                    "LANG",
                    "C");
        }
    },

    HAPROXY("haproxy") {
        @Override
        List<String> command(String executable, Site site, Set<Line> lines) throws IOException {
            Map<String, String> ours = new LinkedHashMap<>();
            ours.put("bind :80\n", "bind 127.0.0.1:" + site.plainPort() + "\n");
            ours.put("bind :443 ", "bind 127.0.0.1:" + site.tlsPort() + " ");
            ours.put("/etc/ssl/tasks.pem", Certificate.file(site.folder()).toString());
            ours.put("127.0.0.1:8080", "127.0.0.1:" + site.server());
            String second = "    option http-no-delay\n";
            ours.put(second, lines.contains(Line.SECOND) ? second : "");
            String own = Site.replaced(Site.lines("haproxy.cfg"), ours)
                    + (lines.contains(Line.SHORT_TIMEOUT) ? "    timeout server 5s\n" : "")
                    + (lines.contains(Line.COMPRESSION)
                            ? "    compression algo gzip\n    compression type text/event-stream\n"
                            : "");
            // The first needs root, or the package's folders and users; "daemon" is for -db to turn off.
            Map<String, String> moved = Map.of(
                    "\tchroot /var/lib/haproxy\n", "",
                    "\tuser haproxy\n", "",
                    "\tgroup haproxy\n", "",
                    "/run/haproxy/admin.sock", site.folder() + "/admin.sock");
            Path main = site.write("haproxy.cfg", Site.shipped(Path.of("/etc/haproxy/haproxy.cfg"), moved));
            return List.of(
                    executable,
                    "-db",
                    "-f",
                    main.toString(),
                    "-f",
                    site.write("tasks.cfg", own).toString());
        }
    };

    private final String program;

    ProxyKind(String program) {
        this.program = program;
    }

    abstract List<String> command(String executable, Site site, Set<Line> lines) throws IOException;

    Map<String, String> environment(Site site) {
        return Map.of();
    }

    String program() {
        return program;
    }

    /** The environment variable that says where the program is. */
    String variable() {
        return "TASKCAST_" + name();
    }

    Optional<Path> find() {
        String named = System.getenv().getOrDefault(variable(), "");
        List<String> path = List.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1));
        return Stream.concat(
                        Stream.of(Path.of(named), Path.of("/usr/sbin", program)),
                        path.stream().map(folder -> Path.of(folder, program)))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }
}
