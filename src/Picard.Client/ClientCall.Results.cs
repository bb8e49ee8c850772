using System.Buffers;
using System.Runtime.CompilerServices;
using Picard.Gen;
using Picard.Http;

namespace Picard.Client;

// Results that say their status: the status of the response chooses among them.
public sealed partial class ClientCall
{
    /// <summary>Sends the call and reads the kind of result that the status of the response says.</summary>
    /// <typeparam name="T">A result such as <see cref="Created{T}"/>, or one of several: <see cref="Results{T1, T2}"/>.</typeparam>
    /// <param name="shape">How it is read.</param>
    /// <param name="cancellationToken">Gives up; the connection is closed then.</param>
    /// <returns>The result.</returns>
    /// <exception cref="StatusException">The status is that of no kind.</exception>
    /// <exception cref="RequestException">There is no whole response, or it is not what its status says.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    [AsyncMethodBuilder(typeof(PooledMethodBuilder<>))]
    public async ValueTask<T> ResultAsync<T>(Shape<T> shape, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(shape);
        var isRead = false;
        try
        {
            await SendAsync(cancellationToken).ConfigureAwait(false);
            var result = shape.FitOf(Status) == ResultFit.None
                ? throw await ToExceptionAsync().ConfigureAwait(false)
                : Receive(shape, await CollectAsync().ConfigureAwait(false));
            isRead = true;
            return result;
        }
        finally
        {
            await EndAsync(isRead).ConfigureAwait(false);
        }
    }

    private T Receive<T>(Shape<T> shape, in ReadOnlySequence<byte> content)
    {
        var fields = Connection.Response.Fields;
        var response = new ReceivedResult { Status = Status, Location = fields.GetText(KnownField.Location), ContentType = fields.TryGet(KnownField.ContentType, out var mediaType) ? mediaType : default, Content = content };
        var result = shape.Receive(ref response);
        return response.Fault is null
            ? result
            : throw new RequestException(RequestFault.Content, Origin.Authority, $"The content of {Method} to {Origin}, answered with {Status}, {response.Fault}.");
    }
}
