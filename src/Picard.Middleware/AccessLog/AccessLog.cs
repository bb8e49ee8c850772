namespace Picard;

/// <summary>Keeps a record of each exchange: in the Common Log Format, with Referer and User-Agent, or as named properties of a log.</summary>
/// <remarks>
/// <para>The record is made when the exchange ends, one way or another: one each. A client that left before it had its response is logged with the status 499,
/// which no response has and many tools know. What was refused before there was an exchange, such as a head that is no HTTP, has no record.</para>
/// <para>Put it first, so that it sees what all others have answered.</para>
/// </remarks>
[Middleware]
public sealed partial class AccessLog
{
    private readonly AccessLogRecorder _recorder;

    /// <summary>Keeps records as the options say.</summary>
    /// <param name="options">Null: the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public AccessLog(AccessLogOptions? options = null) => _recorder = new AccessLogRecorder(options ?? AccessLogRecorder.Defaults);

    [OnDone] private void Done(ExchangeSummary done) => _recorder.Record(done);

    [OnAbort] private void Abort(ExchangeSummary aborted) => _recorder.Record(aborted);
}
