package io.edgedfa.host.app.fleet;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code fleet list}. */
@Command(name = "list", mixinStandardHelpOptions = true, showDefaultValues = true, description = "The boards, a line for each.")
final class ListCommand implements Callable<Integer> {
    @Mixin
    private Host host;

    @Mixin
    private Boards boards;

    @Override
    public Integer call() throws Exception {
        JsonArray items = host.all(boards.path());
        JsonObject answer = new JsonObject();
        answer.addProperty("total", items.size());
        answer.add("items", items);
        if (!host.write(answer)) {
            Boards.table(items, System.currentTimeMillis()).forEach(System.out::println);
        }
        return 0;
    }
}
