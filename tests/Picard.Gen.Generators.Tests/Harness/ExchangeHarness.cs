using System.Buffers;
using System.Text;
using Picard.Http;

namespace Picard.Gen.Generators.Tests;

/// <summary>Runs exchanges through an application without a server: requests parsed from octets, responses written to an array.</summary>
internal sealed class ExchangeHarness
{
    private readonly HeadParser _parser = new(new HttpLimits());
    private readonly ParsedRequest _request = new();
    private readonly IHandler _handler;

    private ExchangeHarness(IHandler handler)
    {
        _handler = handler;
        Exchange = new Exchange(Output, new DateField(new FixedTime()));
    }

    public ArrayOutput Output { get; } = new();

    public Exchange Exchange { get; }

    public static ExchangeHarness For<TApplication>(IServiceProvider? services = null)
        where TApplication : class, IApplication<TApplication> => new(TApplication.CreateHandler(services));

    /// <summary>Sends a request line with field lines and content, and has it answered.</summary>
    public ReceivedResponse Send(string request, string content = "", params string[] fields)
    {
        Begin(request, content.Length, fields);
        var step = Handle(content);
        Assert.Equal(ExchangeStep.Complete, step);
        return Finish();
    }

    /// <summary>Parses a request and begins its exchange.</summary>
    public void Begin(string request, int contentLength = 0, params string[] fields)
    {
        var head = new StringBuilder();
        head.Append(request.Contains(" HTTP/", StringComparison.Ordinal) ? request : request + " HTTP/1.1").Append("\r\nHost: example\r\n");
        foreach (var field in fields)
        {
            head.Append(field).Append("\r\n");
        }

        if (contentLength > 0)
        {
            head.Append("Content-Length: ").Append(contentLength).Append("\r\n");
        }

        Begin(Encoding.UTF8.GetBytes(head.Append("\r\n").ToString()));
    }

    public void Begin(byte[] head)
    {
        _request.Reset();
        _parser.Reset();
        var status = _parser.ParseRequest(new ReadOnlySequence<byte>(head), _request, out _);
        if (status != ParseStatus.Complete)
        {
            Assert.Fail($"{status}: {_parser.Violation}");
        }

        Output.Clear();
        Exchange.Begin(_request, _request.IsPersistent);
    }

    /// <summary>Begins another exchange with the request that was parsed last.</summary>
    public void Restart()
    {
        Exchange.End();
        Output.Clear();
        Exchange.Begin(_request, _request.IsPersistent);
    }

    /// <summary>Advances the exchange, with the content if it is wanted.</summary>
    public ExchangeStep Handle(string content = "")
    {
        var step = _handler.Handle(Exchange);
        if (step == ExchangeStep.ReadContent)
        {
            Exchange.SetContent(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(content)));
            step = _handler.Handle(Exchange);
        }

        return step;
    }

    /// <summary>Advances the exchange once.</summary>
    public ExchangeStep Step() => _handler.Handle(Exchange);

    /// <summary>Ends the exchange and returns what was answered.</summary>
    public ReceivedResponse Finish()
    {
        Exchange.UnsentContent.Span.CopyTo(Output.GetSpan());
        Output.Advance(Exchange.UnsentContent.Length);
        while (Exchange.UnsentFile is { } file && file.MoveNext())
        {
            Output.Advance(RandomAccess.Read(file.File, Output.GetSpan()[..(int)file.Range.Length], file.Range.First));
        }

        var response = new ReceivedResponse(Encoding.Latin1.GetString(Output.Written));
        Exchange.End();
        return response;
    }
}
