import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.neo4j.cli.ExecutionContext;
import org.neo4j.commandline.admin.security.SetInitialPasswordCommand;
import org.neo4j.configuration.connectors.ConnectorPortRegister;
import org.neo4j.configuration.connectors.ConnectorType;
import org.neo4j.dbms.api.DatabaseManagementService;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;
import org.neo4j.kernel.internal.GraphDatabaseAPI;
import picocli.CommandLine;

/**
 * The embedded graph database: Neo4j with the settings of one neo4j.conf, for as long as standard input is open.
 *
 * <p>Arguments: home directory, neo4j.conf. Standard input: first the password of the user neo4j (it takes effect when
 * the home directory is new), then nothing until the parent ends. Standard output: one line, {@code ready <bolt port>
 * <http port or 0>}. The parent needs no signal to stop this process: a parent that was killed closes the pipe too.
 */
public final class KeylineNeo4j {
    public static void main(String[] arguments) throws IOException {
        Path home = Path.of(arguments[0]);
        Path settings = Path.of(arguments[1]);
        BufferedReader parent = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String password = parent.readLine();
        if (password == null) return; // the parent is gone already
        setInitialPassword(home, settings, password);

        CompletableFuture<DatabaseManagementService> started = new CompletableFuture<>();
        Thread watcher = new Thread(() -> endWithParent(parent, started), "keyline-parent");
        watcher.setDaemon(true);
        watcher.start();

        DatabaseManagementService service =
                new DatabaseManagementServiceBuilder(home).loadPropertiesFromFile(settings).build();
        started.complete(service);
        System.out.println("ready " + port(service, ConnectorType.BOLT) + " " + port(service, ConnectorType.HTTP));
        System.out.flush();
    }

    /** A server that is still starting has nothing to save: it ends at once, and its store recovers like after a crash. */
    private static void endWithParent(
            BufferedReader parent, CompletableFuture<DatabaseManagementService> started) {
        try {
            while (parent.readLine() != null) {
                // Nothing is said after the password: only the end of the stream matters.
            }
        } catch (IOException closed) {
            // Closed is closed.
        }
        DatabaseManagementService service = started.getNow(null);
        if (service == null) Runtime.getRuntime().halt(1);
        service.shutdown();
        System.exit(0);
    }

    /** Before the connectors open: the well-known default password is never valid, not even for a moment. */
    private static void setInitialPassword(Path home, Path settings, String password) throws IOException {
        if (Files.exists(home.resolve("data/databases/system"))) return;
        ExecutionContext context = new ExecutionContext(home, settings.getParent());
        int exitCode = new CommandLine(new SetInitialPasswordCommand(context)).execute("--", password);
        if (exitCode != 0) throw new IOException("the initial password could not be set");
    }

    private static int port(DatabaseManagementService service, ConnectorType connector) {
        GraphDatabaseAPI system = (GraphDatabaseAPI) service.database("system");
        var address = system.getDependencyResolver()
                .resolveDependency(ConnectorPortRegister.class)
                .getLocalAddress(connector);
        return address == null ? 0 : address.getPort();
    }
}
