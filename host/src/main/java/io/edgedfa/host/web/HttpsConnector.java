package io.edgedfa.host.web;

import io.javalin.config.JettyConfig;
import java.io.IOException;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Listens with TLS 1.2 or 1.3 and a certificate from PEM files, read once at the start. */
final class HttpsConnector {
    private HttpsConnector() {}

    /** @throws IllegalArgumentException in one line, if certificate or key cannot be used */
    static void add(JettyConfig jetty, WebSettings settings) {
        SslContextFactory.Server tls = new SslContextFactory.Server();
        try {
            tls.setSslContext(settings.tls().context());
        } catch (IOException e) {
            throw new IllegalArgumentException("https cannot start: " + e.getMessage(), e);
        }
        jetty.addConnector((server, configuration) -> {
            HttpConfiguration secure = new HttpConfiguration(configuration);
            // Clients may come by address, too, which no SNI can name.
            secure.addCustomizer(new SecureRequestCustomizer(false));
            ServerConnector connector = new ServerConnector(server, new SslConnectionFactory(tls, "http/1.1"), new HttpConnectionFactory(secure));
            connector.setHost(settings.host());
            connector.setPort(settings.port());
            return connector;
        });
    }
}
