using System.Text;

namespace Picard.Gen;

/// <summary>The routes of another application under a prefix.</summary>
public sealed class Mount
{
    private readonly byte[][] _segments;

    private Mount(string prefix, RouteTable table)
    {
        Prefix = prefix.TrimEnd('/');
        _segments = [.. Prefix.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Encoding.UTF8.GetBytes)];
        Table = table;
    }

    /// <summary>What stands before each of its patterns; empty for <c>/</c>.</summary>
    internal string Prefix { get; }

    /// <summary>How many segments the prefix has.</summary>
    internal int Depth => _segments.Length;

    internal RouteTable Table { get; }

    /// <summary>Creates an application for a place in another.</summary>
    /// <typeparam name="TApplication">The application.</typeparam>
    /// <param name="prefix">Literal segments, such as <c>/admin</c>.</param>
    /// <param name="services">The services of the other, where the application finds what it does not provide itself.</param>
    /// <returns>The mount.</returns>
    /// <exception cref="InvalidOperationException">A service is missing.</exception>
    public static Mount Of<TApplication>(string prefix, ApplicationServices services)
        where TApplication : class, IApplication<TApplication> => new(prefix, (RouteTable)TApplication.CreateHandler(services.ForMounted()));

    internal bool IsPrefixOf(PathSegments path)
    {
        if (path.Count < _segments.Length)
        {
            return false;
        }

        for (var i = 0; i < _segments.Length; i++)
        {
            if (!path[i].SequenceEqual(_segments[i]))
            {
                return false;
            }
        }

        return true;
    }
}
