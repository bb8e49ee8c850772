namespace Picard;

/// <summary>In development, answers what a handler has thrown with a page that shows it: the exception, its stack and the request, as HTML or, by the client's Accept, as a problem (RFC 9457).</summary>
/// <remarks>
/// <para>It does so only where its options say <see cref="ExceptionDetails.ShownInDevelopment"/>. The exception is logged as without it.</para>
/// <para>Values of Cookie, Authorization and other fields that hold secrets by their names are not shown, nor is text that repeats them. Put it first: inner middleware is asked before it, so that exceptions which are expected are still mapped.</para>
/// </remarks>
[Middleware]
public sealed partial class ExceptionPage
{
    private readonly ExceptionDetails _details;

    /// <summary>Shows what the options say.</summary>
    /// <param name="options">Null: nothing.</param>
    public ExceptionPage(ExceptionPageOptions? options = null) => _details = options?.Details ?? ExceptionDetails.Hidden;

    [OnFault]
    private Response? Show(Exception fault, Request request) => _details == ExceptionDetails.ShownInDevelopment ? ExceptionResponse.Of(fault, request) : null;
}
