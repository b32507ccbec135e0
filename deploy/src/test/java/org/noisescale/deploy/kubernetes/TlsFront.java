package org.noisescale.deploy.kubernetes;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/** Speaks TLS for a server of this machine that does not, with a certificate of its own for the name given. */
final class TlsFront implements AutoCloseable {
    private static final String PASSWORD = "changeit";
    private static final int PORT = 443;

    private final SSLServerSocket socket;
    private final int port;
    private final Path certificate;

    /** Listens at an address for the server at a port of the loopback interface. */
    TlsFront(String name, String address, int port, Path folder)
            throws IOException, GeneralSecurityException, InterruptedException {
        this.port = port;
        certificate = folder.resolve("ca.crt");
        Path store = folder.resolve("store");
        keytool(
                store,
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "SAN=dns:" + name,
                "-ext",
                "bc:c=ca:true");
        keytool(store, "-exportcert", "-rfc", "-file", certificate.toString());
        socket = (SSLServerSocket)
                context(store).getServerSocketFactory().createServerSocket(PORT, 50, InetAddress.getByName(address));
        begin("tls", this::accept);
    }

    private static void keytool(Path store, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(words));
        command.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD, "-alias", "server"));
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
            throw new IllegalStateException(command + " fails");
        }
    }

    private static SSLContext context(Path store) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream stream = Files.newInputStream(store)) {
            keys.load(stream, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    /** By which clients know it. */
    Path certificate() {
        return certificate;
    }

    private void accept() throws IOException {
        while (!socket.isClosed()) {
            Socket client = socket.accept();
            Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
            begin("tls-in", () -> pass(client, server));
            begin("tls-out", () -> pass(server, client));
        }
    }

    private static void pass(Socket from, Socket to) throws IOException {
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        }
    }

    /** Something that ends when a connection does. */
    private interface Piece {
        void run() throws IOException;
    }

    private static void begin(String name, Piece piece) {
        Thread thread = new Thread(
                () -> {
                    try {
                        piece.run();
                    } catch (IOException closed) {
                        // One side has hung up, and nothing is left to do.
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
