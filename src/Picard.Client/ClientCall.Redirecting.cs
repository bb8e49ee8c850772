using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using Picard.Gen;
using Picard.Http;

namespace Picard.Client;

// From a redirect to the next request. Each is an exchange of its own, with the time that is left of the call's.
public sealed partial class ClientCall
{
    private string? _fragment;
    private int _ownFieldsStart;
    private int _ownFieldsEnd;

    /// <summary>The URI of what is answered, with the fragment that goes with it.</summary>
    internal Uri Uri => new($"{Origin}{(Target.StartsWith("/"u8) ? Encoding.ASCII.GetString(Target) : "/")}{_fragment}");

    /// <summary>Notes the fragment of the target, which is not sent but belongs to the place where redirects lead (RFC 9110 §10.2.2).</summary>
    internal void Fragment(string fragment) => _fragment = fragment;

    [AsyncMethodBuilder(typeof(PooledMethodBuilder))]
    private async ValueTask FollowAsync(ClientRedirects redirects)
    {
        for (var followed = 0; ; followed++)
        {
            await SendOnceAsync().ConfigureAwait(false);
            try
            {
                if (!IsFollowed())
                {
                    return;
                }

                var next = NextUri();
                var origin = OriginOf(next);
                if (followed == redirects.MaxRedirects)
                {
                    throw Redirected($"there were more than {redirects.MaxRedirects} redirects");
                }

                var status = Status;
                await DrainAsync().ConfigureAwait(false);
                await ReleaseAsync(isRead: false).ConfigureAwait(false);
                EndObservation();
                await RewriteAsync(status, origin, next, redirects).ConfigureAwait(false);
            }
            catch (Exception fault) when (ObserveFault(fault))
            {
                throw;
            }
        }
    }

    private bool IsFollowed()
    {
        if (Status.Code is not (301 or 302 or 303 or 307 or 308) || !Connection.Response.Fields.Contains(KnownField.Location))
        {
            return false;
        }

        // Content that was streamed is gone. Without it the request would be another one, so the caller decides.
        return !KeepsContent(Status) || !Content.IsStreamed || !Content.IsTaken;
    }

    private bool KeepsContent(StatusCode status) => status.Code != 303 && MethodAfter(status) == Method;

    // RFC 9110 §15.4.2 to §15.4.4: a user agent may change POST to GET after 301 and 302, and all do; 303 is for GET, or HEAD.
    private Method MethodAfter(StatusCode status) => status.Code switch
    {
        303 when Method != Method.Head => Method.Get,
        301 or 302 when Method == Method.Post => Method.Get,
        _ => Method,
    };

    /// <exception cref="RequestException">It leads nowhere.</exception>
    private Uri NextUri()
    {
        var fields = Connection.Response.Fields;
        if (fields.CountOf(KnownField.Location) > 1)
        {
            throw Redirected("it has more than one Location");
        }

        // What is no ASCII is no URI (RFC 9110 §10.2.2), and in practice UTF-8.
        _ = fields.TryGet(KnownField.Location, out var location);
        if (!Uri.TryCreate(Uri, Encoding.UTF8.GetString(location), out var next) || (next.Scheme != Uri.UriSchemeHttp && next.Scheme != Uri.UriSchemeHttps) || next.Host.Length == 0)
        {
            throw Redirected("its Location is no URI of http or https");
        }

        return Origin.IsSecure && next.Scheme != Uri.UriSchemeHttps
            ? throw Redirected("it leads from https to http, where anybody could read the request")
            : next;
    }

    /// <summary>Makes the head of the next request from this one.</summary>
    private async ValueTask RewriteAsync(StatusCode status, Origin origin, Uri next, ClientRedirects redirects)
    {
        var isCrossing = !origin.Equals(Origin);
        var keepsContent = KeepsContent(status);
        var method = MethodAfter(status);
        if (!keepsContent)
        {
            if (Content.IsStreamed && !Content.IsTaken)
            {
                await Content.CompleteAsync().ConfigureAwait(false);
            }

            Content = default;
            ExpectsContinue = false;
            _hasContentType = false;
        }

        _cookies = isCrossing ? null : _cookies;
        _fragment = next.Fragment.Length > 0 ? next.Fragment : _fragment;
        _resendCount++;
        var own = _head.Span[_ownFieldsStart.._ownFieldsEnd].ToArray();
        var persists = Persists;
        _head.Clear();
        Begin(origin, method);
        Persists = persists;
        _head.Write(Encoding.ASCII.GetBytes(next.PathAndQuery));
        EndTarget();
        WriteOwn(own, keepsContent, isCrossing ? redirects : null);
    }

    private void WriteOwn(ReadOnlySpan<byte> lines, bool keepsContent, ClientRedirects? crossing)
    {
        while (HeadLines.TryTake(ref lines, out var line))
        {
            var name = HeadLines.NameOf(line);
            if ((keepsContent || !IsOfContent(name)) && crossing?.MayCross(name) != false)
            {
                _head.Write(line);
            }
        }
    }

    // RFC 9110 §15.4 (3): fields that describe the content go with it.
    private static bool IsOfContent(ReadOnlySpan<byte> name) =>
        (name.Length > 8 && Ascii.EqualsIgnoreCase(name[..8], "Content-"u8)) || KnownFields.Find(name) is KnownField.Expect or KnownField.LastModified or KnownField.Trailer;

    private Origin OriginOf(Uri uri)
    {
        try
        {
            return Origin.Of(uri);
        }
        catch (ArgumentException exception)
        {
            throw new RequestException(RequestFault.Redirect, Origin.Authority, $"{Origin} redirects {Method} to where no request can be sent: {exception.Message}", exception);
        }
    }

    private RequestException Redirected(string matter) => new(RequestFault.Redirect, Origin.Authority, $"{Origin} redirects {Method}, and {matter}.");
}
