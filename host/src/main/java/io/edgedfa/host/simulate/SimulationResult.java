package io.edgedfa.host.simulate;

import com.google.gson.GsonBuilder;
import java.util.ArrayList;
import java.util.List;

/**
 * What came of a simulation. Times are from the first attempt to publish an entry to the arrival of the host's acknowledgement;
 * the host acknowledges after its commit, so they bound the time to the commit from above.
 *
 * @param boards           asked for
 * @param connected        had a session when the readings began
 * @param seconds          from the first reading to the last acknowledgement
 * @param metricsPerSecond stored readings by seconds
 * @param sent             readings put into the boards' outboxes
 * @param stored           of these, in the database afterwards; acknowledged ones where no database was looked at
 * @param lost             sent and not stored, summed over boards
 * @param duplicates       readings and events stored and not sent, or more than once, summed over boards
 * @param database         where stored was counted; null for acknowledgements only
 * @param events           put into outboxes, beside the readings
 * @param eventsLost       of these, not stored
 * @param unacknowledged   entries nobody had acknowledged when the time to wait was over
 * @param dropped          entries that boards threw away because their outboxes were full
 * @param published        messages, births and repetitions included
 * @param resent           messages sent again
 * @param connectionsLost  sessions that ended without the board's will
 * @param outages          boards that went off for a while, on purpose
 * @param commands         carried out or refused
 * @param heapBytes        used by this process after the run, garbage collected
 * @param faults           what was not as it should be, in words; empty if all was well
 */
public record SimulationResult(int boards, int connected, double seconds, double metricsPerSecond, long sent, long stored,
        long lost, long duplicates, double p50Millis, double p99Millis, double maxMillis, String broker, String database,
        long events, long eventsLost, long unacknowledged, long dropped, long published, long resent, long connectionsLost,
        long outages, long commands, long heapBytes, List<String> faults) {
    public SimulationResult {
        faults = List.copyOf(faults);
    }

    /** This result with what was found in a database instead of what was acknowledged. */
    public SimulationResult counted(String where, StoredCheck inReadings, StoredCheck inEvents) {
        List<String> all = new ArrayList<>(faults);
        long acknowledgedInVain = stored - inReadings.stored();
        if (acknowledgedInVain > 0) {
            all.add(acknowledgedInVain + " readings were acknowledged and are not in the database");
        }
        if (inReadings.duplicates() > 0 || inEvents.duplicates() > 0) {
            all.add(inReadings.duplicates() + " readings and " + inEvents.duplicates() + " events were stored without being sent, or twice");
        }
        return new SimulationResult(boards, connected, seconds, inReadings.stored() / seconds, sent, inReadings.stored(),
                inReadings.lost(), inReadings.duplicates() + inEvents.duplicates(), p50Millis, p99Millis, maxMillis, broker, where,
                events, inEvents.lost(), unacknowledged, dropped, published, resent, connectionsLost, outages, commands, heapBytes, all);
    }

    /** Whether nothing was lost or doubled. */
    public boolean clean() {
        return lost == 0 && duplicates == 0 && eventsLost == 0 && connected == boards;
    }

    /** As JSON, ending in a line feed. */
    public String json() {
        return new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().serializeNulls().create().toJson(this) + "\n";
    }
}
