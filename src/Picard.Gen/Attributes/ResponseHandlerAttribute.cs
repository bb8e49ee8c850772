namespace Picard;

/// <summary>Makes a partial class a handler of responses: its methods are the events of one exchange, as those of an event handler are on the server's side.</summary>
/// <remarks>
/// Events: <see cref="OnRequestAttribute"/>, <see cref="OnResponseAttribute"/>, <see cref="OnContentAttribute"/>, <see cref="OnTrailersAttribute"/>, <see cref="OnEndAttribute"/>,
/// <see cref="OnPauseAttribute"/>, <see cref="OnResumeAttribute"/>, <see cref="OnSignalAttribute"/>, <see cref="OnDoneAttribute"/>, <see cref="OnAbortAttribute"/>.
/// They are serial and never re-entrant. One that returns a task is awaited before the next, and meanwhile nothing is read from the server.
/// A class with a request event writes the content of the request itself, by <c>Upstream.Write</c> and <c>Upstream.Complete</c>.
/// The caller makes an instance for each exchange and passes it to <c>PicardClient.SendAsync</c>.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ResponseHandlerAttribute : Attribute;
